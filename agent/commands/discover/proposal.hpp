// What a discovery proposes for the configuration: devices with ids, kinds and upstreams, and the
// links between them. Pure; proposal_toml and proposal_json write it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/commands/discover/found_device.hpp"
#include "agent/commands/discover/uplinks.hpp"
#include "core/model/inventory.hpp"

namespace commune::discover {

struct ProposedNeighbour {
  std::string port;           ///< The device's own; empty: not reported.
  DeviceId device;            ///< Empty: not one of the found devices.
  std::string reported_name;  ///< sysName, else chassis id, as reported by LLDP.
  std::string their_port;
};

struct ProposedDevice {
  DeviceId id;
  bool known = false;  ///< Already in the configuration: listed, not proposed.
  DeviceKind kind = DeviceKind::other;
  FoundDevice found;
  std::vector<Uplink> uplinks;
  std::vector<ProposedNeighbour> neighbours;
  DeviceId upstream;  ///< Empty: none proposed.
};

struct ProposedLink {
  LinkId id;
  DeviceId device;
  std::string interface;
  DeviceId towards;
  Medium medium = Medium::copper;  ///< By the name of the port.
};

struct Proposal {
  std::vector<ProposedDevice> devices;  ///< By address.
  std::vector<ProposedLink> links;
  std::vector<std::string> notes;  ///< For people: which questions are open, and why.
};

/// The device that connects the others to the Internet.
struct RootChoice {
  std::optional<Address> address;
  bool asked_for = false;  ///< By --root; else it is this machine's next hop.
};

/// `found` is sorted by address. Upstreams are proposed only with `lldp`, and only if the root is
/// among the found devices.
Proposal propose(std::vector<FoundDevice> found, const Inventory& inventory, bool lldp,
                 const RootChoice& root);

/// "fibre" if the port's name says so ("sfp1", "pon0"), "radio" ("wlan0"), else "copper".
Medium medium_of(const std::string& interface);

}  // namespace commune::discover
