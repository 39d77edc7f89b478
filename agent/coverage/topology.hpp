// How the devices of the commune are connected, by position in the inventory: which devices stand
// at a site, which way leads out of it, which links serve it. Built once for each configuration.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "core/model/inventory.hpp"

namespace commune::coverage {

/// Positions in Inventory::devices, sites, links.
using DeviceIndex = std::size_t;
using SiteIndex = std::size_t;
using LinkIndex = std::size_t;

/// Immutable; safe to read from any thread.
class Topology {
 public:
  explicit Topology(std::shared_ptr<const Inventory> inventory);

  const Inventory& inventory() const { return *inventory_; }
  const Device& device(DeviceIndex index) const { return inventory_->devices[index]; }
  const Site& site(SiteIndex index) const { return inventory_->sites[index]; }
  const Link& link(LinkIndex index) const { return inventory_->links[index]; }

  SiteIndex site_of(DeviceIndex device) const { return site_of_[device]; }
  std::optional<DeviceIndex> upstream_of(DeviceIndex device) const { return upstream_[device]; }

  /// Every device, each after its upstream.
  const std::vector<DeviceIndex>& outermost_first() const { return outermost_first_; }

  const std::vector<DeviceIndex>& devices_at(SiteIndex site) const { return devices_at_[site]; }

  /// The device that connects the site: its outermost, a gateway before others.
  std::optional<DeviceIndex> entry_of(SiteIndex site) const { return entry_[site]; }

  /// Links that serve the site: those that name it.
  const std::vector<LinkIndex>& links_of(SiteIndex site) const { return links_of_site_[site]; }

  /// The link between the two devices, in either direction.
  std::optional<LinkIndex> link_between(DeviceIndex one, DeviceIndex other) const;

  /// Ends of a link: the device that has the port, and the far one (empty: not configured).
  DeviceIndex near_end(LinkIndex link) const { return near_end_[link]; }
  std::optional<DeviceIndex> far_end(LinkIndex link) const { return far_end_[link]; }

  /// Links whose port is on the device.
  const std::vector<LinkIndex>& ports_of(DeviceIndex device) const { return ports_of_[device]; }

  /// The site that the agent runs at; empty when it is not in the inventory.
  std::optional<SiteIndex> vantage() const { return vantage_; }

  /// From the vantage's own entry device upwards to the root of the commune.
  const std::vector<DeviceIndex>& own_way_out() const { return own_way_out_; }

  /// How many devices of own_way_out() a packet from the vantage passes before it reaches `device`,
  /// counted from its beginning; 0 for devices at the vantage itself.
  std::size_t own_hops_before(DeviceIndex device) const { return own_hops_before_[device]; }

 private:
  void index_devices();
  void order_devices();
  void index_sites();
  void index_links();
  void index_own_way_out();

  std::shared_ptr<const Inventory> inventory_;
  std::vector<SiteIndex> site_of_;
  std::vector<std::optional<DeviceIndex>> upstream_;
  std::vector<DeviceIndex> outermost_first_;
  std::vector<std::size_t> depth_;
  std::vector<std::vector<DeviceIndex>> devices_at_;
  std::vector<std::optional<DeviceIndex>> entry_;
  std::vector<DeviceIndex> near_end_;
  std::vector<std::optional<DeviceIndex>> far_end_;
  std::vector<std::vector<LinkIndex>> links_of_site_, ports_of_;
  std::optional<SiteIndex> vantage_;
  std::vector<DeviceIndex> own_way_out_;
  std::vector<std::size_t> own_hops_before_;
};

}  // namespace commune::coverage
