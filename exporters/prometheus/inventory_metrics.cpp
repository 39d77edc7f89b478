#include "exporters/prometheus/inventory_metrics.hpp"

#include <string>
#include <unordered_map>

#include "core/model/reachability.hpp"

#include <fmt/format.h>

namespace commune {
namespace {

std::string degrees(const std::optional<double>& coordinate) {
  return coordinate ? fmt::format("{}", *coordinate) : std::string();
}

const Identity* last_identity(const DeviceView& device) {
  for (const auto& readings : device.by_source)
    if (readings && readings->identity) return &*readings->identity;
  return nullptr;
}

}  // namespace

std::vector<Place> places(const Inventory& inventory) {
  std::unordered_map<std::string_view, std::string_view> village_of;
  village_of.reserve(inventory.sites.size());
  for (const Site& site : inventory.sites)
    village_of.emplace(site.id.value, site.village.value);
  std::vector<Place> made;
  made.reserve(inventory.devices.size());
  for (const Device& device : inventory.devices) {
    const auto village = village_of.find(device.site.value);
    made.push_back({village == village_of.end() ? std::string_view() : village->second,
                    device.site.value, device.id.value});
  }
  return made;
}

Place vantage_place(const Inventory& inventory) {
  const Site* site = inventory.find(inventory.vantage);
  return {site ? std::string_view(site->village.value) : std::string_view(),
          inventory.vantage.value,
          {}};
}

void add_place_labels(const Place& place, MetricPage& page) {
  page.label("village", place.village);
  page.label("site", place.site);
  page.label("device", place.device);
}

void add_villages(const Inventory& inventory, MetricPage& page) {
  page.family(description(OwnMetric::village_info));
  for (const Village& village : inventory.villages) {
    page.group();
    page.label("village", village.id.value);
    page.label("name", village.name);
    page.value(1);
  }
  page.family(description(OwnMetric::village_households));
  for (const Village& village : inventory.villages) {
    if (village.households == 0) continue;
    page.group();
    page.label("village", village.id.value);
    page.value(village.households);
  }
}

void add_site_info(const Inventory& inventory, MetricPage& page) {
  if (!page.family(description(OwnMetric::site_info))) return;
  for (const Site& site : inventory.sites) {
    const Village* village = inventory.find(site.village);
    page.group();
    page.label("village", site.village.value);
    page.label("site", site.id.value);
    page.label("kind", to_string(site.kind));
    page.label("name", site.name);
    page.label("village_name", village ? village->name : std::string());
    page.label("latitude", degrees(site.latitude));
    page.label("longitude", degrees(site.longitude));
    page.label("contact", site.contact.value);
    page.value(1);
  }
}

void add_device_info(const Snapshot& snapshot, const std::vector<Place>& places, MetricPage& page) {
  if (!page.family(description(OwnMetric::device_info))) return;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Device& device = snapshot.inventory->devices[i];
    page.group();
    add_place_labels(places[i], page);
    page.label("kind", to_string(device.kind));
    if (const Identity* identity = last_identity(snapshot.devices[i])) {
      page.label("vendor", identity->vendor);
      page.label("model", identity->model);
      page.label("firmware", identity->firmware);
      page.label("profile", identity->profile);
    }
    page.label("address", device.address);
    page.label("upstream", device.upstream.value);
    page.value(1);
  }
}

void add_device_up(const Snapshot& snapshot, const std::vector<Place>& places, MetricPage& page) {
  if (!page.family(description(OwnMetric::device_up))) return;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Reachability state = reachability(snapshot.devices[i], snapshot.taken.mono);
    if (state == Reachability::unmeasured) continue;
    page.group();
    add_place_labels(places[i], page);
    page.value(state == Reachability::reachable ? 1 : 0);
  }
}

}  // namespace commune
