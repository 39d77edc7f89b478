#include "core/model/inventory.hpp"

#include <algorithm>

namespace commune {
namespace {

template <typename Thing, typename ThingId>
const Thing* find_by_id(const std::vector<Thing>& things, const ThingId& id) {
  const auto found = std::find_if(things.begin(), things.end(),
                                  [&](const Thing& thing) { return thing.id == id; });
  return found == things.end() ? nullptr : &*found;
}

}  // namespace

std::string_view to_string(SiteKind kind) {
  switch (kind) {
    case SiteKind::cultural_house:
      return "cultural_house";
    case SiteKind::office:
      return "office";
    case SiteKind::school:
      return "school";
    case SiteKind::clinic:
      return "clinic";
    case SiteKind::loudspeaker_post:
      return "loudspeaker_post";
    case SiteKind::exchange:
      return "exchange";
    case SiteKind::mast:
      return "mast";
  }
  return "";
}

std::string_view to_string(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::gateway:
      return "gateway";
    case DeviceKind::access_point:
      return "access_point";
    case DeviceKind::switch_:
      return "switch";
    case DeviceKind::olt:
      return "olt";
    case DeviceKind::onu:
      return "onu";
    case DeviceKind::router:
      return "router";
    case DeviceKind::cellular_gateway:
      return "cellular_gateway";
    case DeviceKind::loudspeaker:
      return "loudspeaker";
    case DeviceKind::ups:
      return "ups";
    case DeviceKind::other:
      return "other";
  }
  return "";
}

std::string_view to_string(Access access) {
  switch (access) {
    case Access::fibre:
      return "fibre";
    case Access::wifi:
      return "wifi";
    case Access::mobile:
      return "mobile";
    case Access::loudspeaker:
      return "loudspeaker";
    case Access::internet:
      return "internet";
  }
  return "";
}

std::string_view to_string(Medium medium) {
  switch (medium) {
    case Medium::fibre:
      return "fibre";
    case Medium::radio:
      return "radio";
    case Medium::copper:
      return "copper";
  }
  return "";
}

const Village* Inventory::find(const VillageId& id) const {
  return find_by_id(villages, id);
}
const Site* Inventory::find(const SiteId& id) const {
  return find_by_id(sites, id);
}
const Contact* Inventory::find(const ContactId& id) const {
  return find_by_id(contacts, id);
}
const Device* Inventory::find(const DeviceId& id) const {
  return find_by_id(devices, id);
}
const Link* Inventory::find(const LinkId& id) const {
  return find_by_id(links, id);
}

}  // namespace commune
