// The devices of a scenario, from its own [[device]] tables and from a commune's configuration,
// with lookup by id, site and link for the faults.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/settings/toml/toml_reader.hpp"
#include "tests/simulator/scenario/scenario.hpp"

namespace commune::simulator {

/// The Findings outlive it.
class DeviceList {
 public:
  explicit DeviceList(settings::Findings& findings) : findings_(findings) {}

  /// A [[device]] of the scenario; returns its position. Empty, with an error, if it cannot be
  /// used.
  std::optional<std::size_t> add(const settings::TableReader& table);

  /// All devices and links of a commune's configuration. Skips keys that do not matter here:
  /// `commune-agent check` checks them. `named_at` is the place in the scenario that names the
  /// file.
  void add_commune(const std::string& path, const settings::Place& named_at);

  /// Resolves upstreams; call once, after the last device.
  void connect();

  std::optional<std::size_t> find(std::string_view id) const;
  std::vector<std::size_t> at_site(std::string_view site) const;
  /// The lower end of the link: the one whose upstream is the other.
  std::optional<std::size_t> below_link(std::string_view link) const;
  /// " (did you mean \"ap-7\"?)", or empty.
  std::string suggest_id(std::string_view id) const;

  std::vector<SimulatedDevice>& devices() { return devices_; }
  const settings::Place& place(std::size_t device) const { return origins_[device].place; }

 private:
  struct Origin {
    settings::Place place, upstream_place;
    std::string upstream;
  };
  std::optional<std::size_t> add(SimulatedDevice device, Origin origin, const std::string& address,
                                 const settings::Place& address_place);
  void add_commune_device(const settings::Value& table);

  settings::Findings& findings_;
  std::vector<SimulatedDevice> devices_;
  std::vector<Origin> origins_;
  std::map<std::string, std::size_t, std::less<>> by_id_;
  std::map<IpAddress, std::size_t> by_address_;
  std::map<std::string, std::pair<std::string, std::string>, std::less<>> links_;
};

}  // namespace commune::simulator
