// The tables that a survey reads in addition to a family's profile: identity, interfaces, default
// route and, on request, LLDP neighbours. Pure.
#pragma once

#include "collectors/snmp/profile/profile.hpp"

namespace commune::snmp {

/// The survey's own tables, in this order, before those of the family: they are read first, as they
/// matter most.
enum class SurveyTable : std::uint8_t {
  system,               ///< SNMPv2-MIB, IP-MIB, BRIDGE-MIB, LLDP-MIB: scalars.
  interfaces,           ///< IF-MIB, by ifIndex.
  addresses,            ///< IP-MIB: ipAddrTable, by IPv4 address.
  ip_routes,            ///< RFC1213-MIB: the default route.
  cidr_routes,          ///< IP-FORWARD-MIB (RFC 2096): default routes, by next hop.
  inet_routes,          ///< IP-FORWARD-MIB (RFC 4292): default routes, by policy and next hop.
  local_ports,          ///< LLDP-MIB (IEEE 802.1AB): lldpLocPortTable, by port number.
  neighbours,           ///< lldpRemTable, by time mark, local port number and index.
  neighbour_addresses,  ///< lldpRemManAddrTable, the same and the address.
};
inline constexpr std::size_t kSurveyTables = 9;

/// Columns of the tables, by position.
enum class SystemColumn : std::uint8_t {
  descr,
  name,
  location,
  services,
  forwarding,
  bridge_ports,
  chassis_subtype,
  chassis,
};
enum class InterfaceColumn : std::uint8_t {
  name,
  descr,
  alias,
  type,
  oper_status,
  speed,
  high_speed,
  mac,
  in_octets,
  out_octets,
  hc_in_octets,
  hc_out_octets,
};
enum class LocalPortColumn : std::uint8_t { subtype, id, descr };
enum class NeighbourColumn : std::uint8_t {
  chassis_subtype,
  chassis,
  port_subtype,
  port,
  port_descr,
  sys_name,
};

/// `family` with the survey's tables before its own; name and matches stay. Without `neighbours`
/// the tables of LLDP have no columns, so nothing is read for them.
ProfilePtr survey_profile(const Profile& family, bool neighbours);

}  // namespace commune::snmp
