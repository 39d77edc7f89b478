// The faults of a scenario: which, when, and at which devices.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulator/net/line.hpp"
#include "tests/simulator/scenario/behaviour.hpp"
#include "tests/simulator/snmp/value.hpp"

namespace commune::simulator {

enum class FaultKind : std::uint8_t {
  device_dead,  ///< Silent, with everything behind it; restarts at the end.
  fibre_cut,    ///< The path between a device and its upstream is cut.
  power_cut,    ///< All devices of a site are dead.
  snmp_silent,  ///< SNMP is not answered, echoes are.
  snmp_closed,  ///< SNMP gets "port unreachable".
  reboot,       ///< Dead from `at` to `until`, if there is one; then uptime and counters restart.
  radio_off,    ///< ifOperStatus of the named interface is down, and `values`, if any, apply.
  optical_fading,  ///< Values fall from `at` to `until`.
  bad_line,        ///< Delay, jitter, loss, duplicates, reordering.
  misbehave,       ///< Breaks the protocol.
  vanish,          ///< Rows, or those of an interface, do not exist.
  set              ///< Rows have other values, or are added.
};

inline constexpr std::array<std::string_view, 12> kFaultNames = {
    "device_dead", "fibre_cut",      "power_cut", "snmp_silent", "snmp_closed", "reboot",
    "radio_off",   "optical_fading", "bad_line",  "misbehave",   "vanish",      "set"};

inline std::string_view to_string(FaultKind kind) {
  return kFaultNames.at(static_cast<std::size_t>(kind));
}

struct Fault {
  FaultKind kind = FaultKind::device_dead;
  SimTime at{};
  std::optional<SimTime> until;  ///< Empty: permanent.
  std::optional<SimTime> repeat;
  std::string target;                ///< For people: "site nha-van-hoa-ca", "device ap-7".
  std::vector<std::size_t> devices;  ///< Positions in Scenario::devices.

  LineChange line;          ///< bad_line.
  Behaviours behaviours;    ///< misbehave.
  std::string interface;    ///< radio_off, vanish.
  std::vector<Row> values;  ///< set, radio_off.
  std::vector<Oid> oids;    ///< optical_fading, vanish.
  double depth = 0;         ///< optical_fading: in the rows' own units.
};

}  // namespace commune::simulator
