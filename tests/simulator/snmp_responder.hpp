// Answers SNMP requests from a MIB tree as RFC 1157, RFC 3416 and RFC 3584 say. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "tests/simulator/behaviour.hpp"
#include "tests/simulator/mib_tree.hpp"
#include "tests/simulator/snmp_request.hpp"

namespace commune::simulator {

/// A device as its SNMP agent sees it.
struct SnmpAgent {
  const MibTree* tree = nullptr;
  std::string_view community = "public";
  std::size_t max_message = 1472;  ///< The longest reply in bytes; what does not fit is tooBig.
  Behaviours behaviours;
};

/// The reply, or nothing: broken requests, other versions and wrong communities meet silence.
///
/// A walk does not say which objects the device knows, so GET of an OID that has no value is
/// noSuchInstance where a sibling (same OID but for the last number) has one, else noSuchObject.
std::optional<std::string> answer(std::string_view datagram, const SnmpAgent& agent,
                                  const DeviceTime& time);

}  // namespace commune::simulator
