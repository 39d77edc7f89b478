#include "collectors/snmp/survey/surveyed_device.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "collectors/snmp/profile/number_text.hpp"
#include "collectors/snmp/survey/survey_profile.hpp"

namespace commune::snmp {
namespace {

// LldpChassisIdSubtype and LldpPortIdSubtype (IEEE 802.1AB).
constexpr int kChassisMac = 4;
constexpr int kPortMac = 3;
constexpr int kPortLocal = 7;
// AddressFamilyNumbers (IANA).
constexpr std::uint32_t kIpv4 = 1, kIpv6 = 2;

const Rows& rows_of(const PolledDevice& poll, SurveyTable table) {
  static const Rows kNone;
  const auto position = static_cast<std::size_t>(table);
  return position < poll.tables.size() ? poll.tables[position].rows : kNone;
}

template <typename Column>
const Value& cell(const Row& row, Column column) {
  static const Value kAbsent = Absent::no_such_instance;
  const auto position = static_cast<std::size_t>(column);
  return position < row.size() ? row[position] : kAbsent;
}

template <typename Column>
std::string text(const Row& row, Column column) {
  return shown(cell(row, column), Show::text);
}

template <typename Column>
std::optional<double> number(const Row& row, Column column) {
  const auto* integer = std::get_if<Integer>(&cell(row, column));
  return integer ? std::optional(as_double(*integer)) : std::nullopt;
}

template <typename Column>
std::int64_t whole(const Row& row, Column column) {
  const auto* integer = std::get_if<Integer>(&cell(row, column));
  return integer ? integer->value : 0;
}

// Some devices send a MAC address as text in place of octets.
LldpName lldp_name(std::int64_t subtype, const Value& value, int mac_subtype) {
  const auto* octets = std::get_if<std::string>(&value);
  const bool mac = subtype == mac_subtype && octets && octets->size() == 6;
  std::string name = shown(value, mac ? Show::mac : Show::text);
  if (name.empty()) return {};
  return {static_cast<int>(subtype), std::move(name)};
}

// ipCidrRouteTable and inetCidrRouteTable may have several rows for the default route.
std::set<std::uint32_t> default_route_interfaces(const PolledDevice& poll) {
  std::set<std::uint32_t> interfaces;
  for (const auto table :
       {SurveyTable::ip_routes, SurveyTable::cidr_routes, SurveyTable::inet_routes})
    for (const auto& [index, row] : rows_of(poll, table))
      if (const auto value = whole(row, 0); value > 0)
        interfaces.insert(static_cast<std::uint32_t>(value));
  return interfaces;
}

double octets_of(const Row& row) {
  const auto in = number(row, InterfaceColumn::hc_in_octets);
  const auto out = number(row, InterfaceColumn::hc_out_octets);
  if (in || out) return in.value_or(0) + out.value_or(0);
  return number(row, InterfaceColumn::in_octets).value_or(0) +
         number(row, InterfaceColumn::out_octets).value_or(0);
}

// ifSpeed ends at 4.29 Gbit/s: ifHighSpeed, in Mbit/s, where there is one.
double speed_of(const Row& row) {
  const auto high = number(row, InterfaceColumn::high_speed);
  return high && *high > 0 ? *high * 1e6 : number(row, InterfaceColumn::speed).value_or(0);
}

SurveyedInterface interface_of(std::uint32_t index, const Row& row) {
  SurveyedInterface interface;
  interface.index = index;
  interface.descr = text(row, InterfaceColumn::descr);
  interface.alias = text(row, InterfaceColumn::alias);
  interface.name = text(row, InterfaceColumn::name);
  if (interface.name.empty()) interface.name = interface.descr;
  if (interface.name.empty()) interface.name = std::to_string(index);
  if (const auto* octets = std::get_if<std::string>(&cell(row, InterfaceColumn::mac));
      octets && octets->size() == 6)
    interface.mac = shown(*octets, Show::mac);
  interface.type = whole(row, InterfaceColumn::type);
  interface.up = whole(row, InterfaceColumn::oper_status) == 1;
  interface.speed = speed_of(row);
  interface.octets = octets_of(row);
  return interface;
}

std::vector<SurveyedInterface> interfaces_of(const PolledDevice& poll) {
  const auto default_routes = default_route_interfaces(poll);
  std::vector<SurveyedInterface> interfaces;
  for (const auto& [index, row] : rows_of(poll, SurveyTable::interfaces)) {
    if (index.size() != 1) continue;
    interfaces.push_back(interface_of(index.numbers()[0], row));
    interfaces.back().default_route = default_routes.contains(index.numbers()[0]);
  }
  return interfaces;
}

// A port of lldpLocPortTable as an interface; by its number where the table is not there, as most
// devices number their ports by ifIndex.
std::string local_port_name(const PolledDevice& poll, std::uint32_t port,
                            const std::vector<SurveyedInterface>& interfaces) {
  const Rows& ports = rows_of(poll, SurveyTable::local_ports);
  const auto found = ports.find(Oid{port});
  LldpName id;
  std::string descr;
  if (found != ports.end()) {
    id = lldp_name(whole(found->second, LocalPortColumn::subtype),
                   cell(found->second, LocalPortColumn::id), kPortMac);
    descr = text(found->second, LocalPortColumn::descr);
  }
  if (auto name = interface_called(interfaces, id, descr); !name.empty()) return name;
  for (const SurveyedInterface& interface : interfaces)
    if (interface.index == port) return interface.name;
  return descr.empty() ? id.text : descr;
}

// The end of lldpRemManAddrTable's index: subtype, length, octets.
std::optional<Address> management_address(std::span<const std::uint32_t> index) {
  if (index.size() < 2 || index.size() != 2 + index[1]) return std::nullopt;
  const auto octets = index.subspan(2);
  if (index[0] == kIpv4 && octets.size() == 4) {
    asio::ip::address_v4::bytes_type bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<std::uint8_t>(octets[i]);
    return asio::ip::address_v4(bytes);
  }
  if (index[0] != kIpv6 || octets.size() != 16) return std::nullopt;
  asio::ip::address_v6::bytes_type bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(octets[i]);
  return asio::ip::address_v6(bytes);
}

std::vector<Address> addresses_of(const PolledDevice& poll) {
  std::vector<Address> addresses;
  for (const auto& [index, row] : rows_of(poll, SurveyTable::addresses)) {
    std::vector<std::uint32_t> with_head = {kIpv4, 4};
    with_head.insert(with_head.end(), index.numbers().begin(), index.numbers().end());
    const auto address = management_address(with_head);
    if (address && !address->is_loopback()) addresses.push_back(*address);
  }
  return addresses;
}

LldpNeighbour neighbour_of(const Row& row) {
  LldpNeighbour neighbour;
  neighbour.chassis = lldp_name(whole(row, NeighbourColumn::chassis_subtype),
                                cell(row, NeighbourColumn::chassis), kChassisMac);
  neighbour.port = lldp_name(whole(row, NeighbourColumn::port_subtype),
                             cell(row, NeighbourColumn::port), kPortMac);
  neighbour.port_descr = text(row, NeighbourColumn::port_descr);
  neighbour.sys_name = text(row, NeighbourColumn::sys_name);
  return neighbour;
}

std::vector<LldpNeighbour> neighbours_of(const PolledDevice& poll,
                                         const std::vector<SurveyedInterface>& interfaces) {
  std::map<Oid, LldpNeighbour> by_index;
  for (const auto& [index, row] : rows_of(poll, SurveyTable::neighbours)) {
    if (index.size() != 3) continue;
    LldpNeighbour& neighbour = by_index[index] = neighbour_of(row);
    neighbour.local_port = local_port_name(poll, index.numbers()[1], interfaces);
  }
  for (const auto& [index, row] : rows_of(poll, SurveyTable::neighbour_addresses)) {
    if (index.size() < 5) continue;
    const auto numbers = index.numbers();
    const auto found = by_index.find(Oid{numbers[0], numbers[1], numbers[2]});
    const auto address = management_address(numbers.subspan(3));
    if (found != by_index.end() && address) found->second.addresses.push_back(*address);
  }
  std::vector<LldpNeighbour> neighbours;
  neighbours.reserve(by_index.size());
  for (auto& [index, neighbour] : by_index)
    neighbours.push_back(std::move(neighbour));
  return neighbours;
}

}  // namespace

std::string interface_called(const std::vector<SurveyedInterface>& interfaces, const LldpName& port,
                             const std::string& descr) {
  const auto with = [&](const std::string& wanted, auto SurveyedInterface::*member) {
    const auto found =
        std::find_if(interfaces.begin(), interfaces.end(),
                     [&](const SurveyedInterface& one) { return one.*member == wanted; });
    return wanted.empty() || found == interfaces.end() ? std::string() : found->name;
  };
  for (const auto& word : {port.text, descr})
    for (const auto member :
         {&SurveyedInterface::name, &SurveyedInterface::descr, &SurveyedInterface::alias})
      if (auto name = with(word, member); !name.empty()) return name;
  if (port.subtype == kPortMac) return with(port.text, &SurveyedInterface::mac);
  // A "local" id is the device's own choice; a number is mostly the ifIndex.
  if (port.subtype == kPortLocal)
    for (const SurveyedInterface& interface : interfaces)
      if (std::to_string(interface.index) == port.text) return interface.name;
  return {};
}

SurveyedDevice surveyed(const PolledDevice& poll) {
  SurveyedDevice device;
  if (const Rows& rows = rows_of(poll, SurveyTable::system); !rows.empty()) {
    const Row& row = rows.begin()->second;
    device.sys_name = text(row, SystemColumn::name);
    device.sys_descr = text(row, SystemColumn::descr);
    device.location = text(row, SystemColumn::location);
    device.services = whole(row, SystemColumn::services);
    device.forwards = whole(row, SystemColumn::forwarding) == 1;
    device.bridge_ports = whole(row, SystemColumn::bridge_ports);
    device.chassis = lldp_name(whole(row, SystemColumn::chassis_subtype),
                               cell(row, SystemColumn::chassis), kChassisMac);
  }
  device.addresses = addresses_of(poll);
  device.interfaces = interfaces_of(poll);
  device.neighbours = neighbours_of(poll, device.interfaces);
  return device;
}

}  // namespace commune::snmp
