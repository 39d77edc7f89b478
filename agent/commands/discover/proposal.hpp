// What a discovery proposes for the configuration: devices with ids, kinds and upstreams, and the
// links between them. Pure; how it is written is the business of proposal_toml and proposal_json.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/commands/discover/found_device.hpp"
#include "agent/commands/discover/uplinks.hpp"
#include "core/model/inventory.hpp"

namespace commune::discover {

struct ProposedNeighbour {
  std::string port;  ///< The device's own; empty: not told.
  DeviceId device;   ///< Empty: none of those found.
  std::string told;  ///< sysName, else chassis id, as LLDP tells it.
  std::string their_port;
};

struct ProposedDevice {
  DeviceId id;
  bool known = false;  ///< The configuration has it: told, not proposed.
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
  std::vector<std::string> notes;  ///< For people: what was left open, and why.
};

/// The device that the others reach the world through.
struct RootChoice {
  std::optional<Address> address;
  bool asked_for = false;  ///< By --root; else it is this machine's next hop.
};

/// `found` is sorted by address. Upstreams are proposed only with `lldp`, and only where the root
/// is among those found.
Proposal propose(std::vector<FoundDevice> found, const Inventory& inventory, bool lldp,
                 const RootChoice& root);

/// "fibre" where the port's name says so ("sfp1", "pon0"), "radio" ("wlan0"), else "copper".
Medium medium_of(const std::string& interface);

}  // namespace commune::discover
