// A device as a survey found it. Pure: made from the tables of its poll.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/snmp/profile/polled_table.hpp"
#include "core/model/reading.hpp"
#include "core/net/address.hpp"

namespace commune::snmp {

/// IF-MIB. Texts are printable, and empty where the device sends none.
struct SurveyedInterface {
  std::uint32_t index = 0;
  std::string name;  ///< ifName, else ifDescr, else the index: as readings label it.
  std::string descr, alias;
  std::string mac;        ///< "aa:bb:cc:dd:ee:ff", or empty.
  std::int64_t type = 0;  ///< IANAifType; 0: unknown.
  bool up = false;        ///< ifOperStatus up(1).
  double speed = 0;       ///< Bits a second; 0: unknown.
  double octets = 0;      ///< In and out since the device started (a 32-bit counter may have
                          ///< wrapped).
  bool default_route = false;
};

/// How a device names itself, or a port, over LLDP (IEEE 802.1AB): the subtype decides how the
/// octets are read, and `text` is comparable: "aa:bb:cc:dd:ee:ff" of a MAC address, else as
/// printed.
struct LldpName {
  int subtype = 0;  ///< LldpChassisIdSubtype or LldpPortIdSubtype; 0: unknown.
  std::string text;

  friend bool operator==(const LldpName&, const LldpName&) = default;
};

struct LldpNeighbour {
  std::string
      local_port;  ///< The interface's name here where it is known, else what LLDP calls it.
  LldpName chassis;
  LldpName port;  ///< The neighbour's port...
  std::string port_descr;
  std::string sys_name;
  std::vector<Address> addresses;  ///< For management.
};

struct SurveyedDevice {
  Identity identity;
  std::string family;  ///< The description of its profile.
  std::string sys_name, sys_descr, location;
  std::int64_t services = 0;      ///< sysServices; 0: unknown.
  bool forwards = false;          ///< ipForwarding is forwarding(1).
  std::int64_t bridge_ports = 0;  ///< dot1dBaseNumPorts.
  LldpName chassis;
  std::vector<Address> addresses;  ///< Its own IPv4 addresses, without loopback.
  std::vector<SurveyedInterface> interfaces;
  std::vector<LldpNeighbour> neighbours;
  std::set<std::string_view> quantities;  ///< Names of those that it has ("wifi.clients").
};

/// `poll` was made by a survey's profile. The caller fills identity, family and quantities.
SurveyedDevice surveyed(const PolledDevice& poll);

/// The name of the interface that LLDP calls `port`, or `descr`; empty when none matches.
std::string interface_called(const std::vector<SurveyedInterface>& interfaces, const LldpName& port,
                             const std::string& descr);

}  // namespace commune::snmp
