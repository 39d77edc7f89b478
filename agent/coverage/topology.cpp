#include "agent/coverage/topology.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace commune::coverage {
namespace {

template <typename Thing, typename IdOfThing>
std::unordered_map<IdOfThing, std::size_t> positions(const std::vector<Thing>& things,
                                                     IdOfThing Thing::*id) {
  std::unordered_map<IdOfThing, std::size_t> made;
  for (std::size_t i = 0; i < things.size(); ++i)
    made.emplace(things[i].*id, i);
  return made;
}

bool leads_out(DeviceKind kind) {
  return kind == DeviceKind::gateway || kind == DeviceKind::router;
}

void add_once(std::vector<LinkIndex>& links, LinkIndex link) {
  if (std::find(links.begin(), links.end(), link) == links.end()) links.push_back(link);
}

}  // namespace

Topology::Topology(std::shared_ptr<const Inventory> inventory) : inventory_(std::move(inventory)) {
  index_devices();
  order_devices();
  index_sites();
  index_links();
  index_own_way_out();
}

void Topology::index_devices() {
  const auto sites = positions(inventory_->sites, &Site::id);
  const auto devices = positions(inventory_->devices, &Device::id);
  devices_at_.resize(inventory_->sites.size());
  for (DeviceIndex i = 0; i < inventory_->devices.size(); ++i) {
    const Device& device = inventory_->devices[i];
    const SiteIndex site = sites.at(device.site);
    site_of_.push_back(site);
    devices_at_[site].push_back(i);
    const auto upstream = devices.find(device.upstream);
    upstream_.push_back(upstream == devices.end() ? std::nullopt : std::optional(upstream->second));
  }
  const auto vantage = sites.find(inventory_->vantage);
  if (vantage != sites.end()) vantage_ = vantage->second;
}

void Topology::order_devices() {
  const std::size_t count = inventory_->devices.size();
  depth_.assign(count, 0);
  for (DeviceIndex i = 0; i < count; ++i)
    // The settings refuse rings; the bound costs nothing.
    for (auto up = upstream_[i]; up && depth_[i] < count; up = upstream_[*up])
      ++depth_[i];
  outermost_first_.resize(count);
  std::iota(outermost_first_.begin(), outermost_first_.end(), DeviceIndex{0});
  std::stable_sort(outermost_first_.begin(), outermost_first_.end(),
                   [this](DeviceIndex a, DeviceIndex b) { return depth_[a] < depth_[b]; });
}

void Topology::index_sites() {
  const auto before = [this](DeviceIndex a, DeviceIndex b) {
    const bool a_leads = leads_out(device(a).kind);
    const bool b_leads = leads_out(device(b).kind);
    return depth_[a] != depth_[b] ? depth_[a] < depth_[b] : a_leads && !b_leads;
  };
  for (const auto& devices : devices_at_) {
    const auto entry = std::min_element(devices.begin(), devices.end(), before);
    entry_.push_back(entry == devices.end() ? std::nullopt : std::optional(*entry));
  }
}

void Topology::index_links() {
  const auto sites = positions(inventory_->sites, &Site::id);
  const auto devices = positions(inventory_->devices, &Device::id);
  links_of_site_.resize(inventory_->sites.size());
  ports_of_.resize(inventory_->devices.size());
  for (LinkIndex i = 0; i < inventory_->links.size(); ++i) {
    const Link& link = inventory_->links[i];
    const auto far = devices.find(link.towards);
    near_end_.push_back(devices.at(link.device));
    far_end_.push_back(far == devices.end() ? std::nullopt : std::optional(far->second));
    ports_of_[near_end_[i]].push_back(i);
    add_once(links_of_site_[sites.at(link.site)], i);
  }
}

void Topology::index_own_way_out() {
  own_hops_before_.assign(inventory_->devices.size(), 0);
  if (!vantage_ || !entry_[*vantage_]) return;
  for (auto hop = entry_[*vantage_]; hop && own_way_out_.size() <= inventory_->devices.size();
       hop = upstream_[*hop])
    own_way_out_.push_back(*hop);
  for (const DeviceIndex i : outermost_first_) {
    if (site_of_[i] == *vantage_) continue;
    // Up from the vantage to where the two ways meet; the meeting point itself is passed too,
    // unless it is the device.
    const auto own = std::find(own_way_out_.begin(), own_way_out_.end(), i);
    if (own != own_way_out_.end()) {
      own_hops_before_[i] = static_cast<std::size_t>(own - own_way_out_.begin());
      continue;
    }
    const auto up = upstream_[i];
    const auto met =
        up ? std::find(own_way_out_.begin(), own_way_out_.end(), *up) : own_way_out_.end();
    if (met != own_way_out_.end())
      own_hops_before_[i] = static_cast<std::size_t>(met - own_way_out_.begin()) + 1;
    else
      own_hops_before_[i] = up ? own_hops_before_[*up] : own_way_out_.size();
  }
}

std::optional<LinkIndex> Topology::link_between(DeviceIndex one, DeviceIndex other) const {
  for (const LinkIndex link : ports_of_[one])
    if (far_end_[link] == other) return link;
  for (const LinkIndex link : ports_of_[other])
    if (far_end_[link] == one) return link;
  return std::nullopt;
}

}  // namespace commune::coverage
