// Answers SNMP requests from a MIB tree according to RFC 1157, RFC 3416 and RFC 3584. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "tests/simulator/scenario/behaviour.hpp"
#include "tests/simulator/snmp/mib_tree.hpp"
#include "tests/simulator/snmp/snmp_request.hpp"

namespace commune::simulator {

/// The SNMP agent of a device.
struct SnmpAgent {
  const MibTree* tree = nullptr;
  std::string_view community = "public";
  std::size_t max_message = 1472;  ///< The longest reply in bytes; a longer one becomes tooBig.
  Behaviours behaviours;
};

/// The reply, or nothing for broken requests, other versions and wrong communities.
///
/// A walk does not show which objects the device knows. So GET of an OID without a value is
/// noSuchInstance if a sibling (same OID except the last number) has one, else noSuchObject.
std::optional<std::string> answer(std::string_view datagram, const SnmpAgent& agent,
                                  const DeviceTime& time);

}  // namespace commune::simulator
