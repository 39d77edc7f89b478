// A scenario: a network of devices, and its faults with their times. Plain facts, read from TOML by
// scenario_file and immutable afterwards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulator/net/ip_address.hpp"
#include "tests/simulator/net/line.hpp"
#include "tests/simulator/scenario/behaviour.hpp"
#include "tests/simulator/scenario/fault.hpp"
#include "tests/simulator/snmp/mib_tree.hpp"

namespace commune::simulator {

/// How a device answers without faults.
struct Playing {
  std::shared_ptr<const MibTree> tree;  ///< nullptr: no SNMP, its port is closed.
  std::string community = "public";
  std::uint16_t port = 161;
  std::size_t max_message = 1472;
  std::uint32_t rate_limit = 0;  ///< Requests answered per second; further ones get no answer. 0:
                                 ///< all.
  Behaviours behaviours;
  Line line;
};

struct SimulatedDevice {
  std::string id, kind, site;
  IpAddress address;
  std::optional<std::size_t> upstream;  ///< Position in Scenario::devices.
  Playing playing;
};

/// What the agent must report at a time. Not used by the simulator: the runner of scenarios checks
/// it.
struct Expectation {
  SimTime at{};
  std::string metric;
  std::vector<std::pair<std::string, std::string>> labels;
  std::optional<double> least, most;  ///< Equal if one value is expected.
  bool absent = false;                ///< No such series.
  std::string where;                  ///< "FILE:LINE:COL"
};

struct Scenario {
  std::uint64_t seed = 1;
  std::optional<IpPrefix> ipv4, ipv6;  ///< The agent's side of the TUN device; at least one is set.
  unsigned mtu = 1500;
  std::vector<SimulatedDevice> devices;
  std::optional<std::size_t> vantage;  ///< The device beside which the agent runs.
  std::vector<Fault> faults;
  std::vector<Expectation> expectations;
  std::optional<SimTime>
      length;  ///< How long to run it, for the runner that checks the expectations.
};

}  // namespace commune::simulator
