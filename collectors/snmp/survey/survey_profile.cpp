#include "collectors/snmp/survey/survey_profile.hpp"

#include <utility>

namespace commune::snmp {
namespace {

// lldpMIB.lldpObjects (IEEE 802.1AB): not below 1.3.6.1, but in the tree of ISO 8802.
const Oid kLldpLocal{1, 0, 8802, 1, 1, 2, 1, 3};
const Oid kLldpRemote{1, 0, 8802, 1, 1, 2, 1, 4};
const Oid kIfEntry{1, 3, 6, 1, 2, 1, 2, 2, 1};
const Oid kIfXEntry{1, 3, 6, 1, 2, 1, 31, 1, 1, 1};

void add(Table& table, const char* name, Oid oid) {
  Column column;
  column.name = name;
  column.oid = std::move(oid);
  table.columns.push_back(std::move(column));
}

Table table_of(const char* name) {
  Table table;
  table.name = name;
  return table;
}

Table system_table(bool neighbours) {
  Table table = table_of("survey_system");
  table.scalar = true;
  add(table, "descr", {1, 3, 6, 1, 2, 1, 1, 1, 0});
  add(table, "name", {1, 3, 6, 1, 2, 1, 1, 5, 0});
  add(table, "location", {1, 3, 6, 1, 2, 1, 1, 6, 0});
  add(table, "services", {1, 3, 6, 1, 2, 1, 1, 7, 0});
  add(table, "forwarding", {1, 3, 6, 1, 2, 1, 4, 1, 0});        // ipForwarding
  add(table, "bridge_ports", {1, 3, 6, 1, 2, 1, 17, 1, 2, 0});  // dot1dBaseNumPorts
  if (!neighbours) return table;
  add(table, "chassis_subtype", kLldpLocal.with(Oid{1, 0}));
  add(table, "chassis", kLldpLocal.with(Oid{2, 0}));
  return table;
}

Table interfaces_table() {
  Table table = table_of("survey_interfaces");
  add(table, "name", kIfXEntry.with(1));
  add(table, "descr", kIfEntry.with(2));
  add(table, "alias", kIfXEntry.with(18));
  add(table, "type", kIfEntry.with(3));
  add(table, "oper_status", kIfEntry.with(8));
  add(table, "speed", kIfEntry.with(5));
  add(table, "high_speed", kIfXEntry.with(15));
  add(table, "mac", kIfEntry.with(6));
  add(table, "in_octets", kIfEntry.with(10));
  add(table, "out_octets", kIfEntry.with(16));
  add(table, "hc_in_octets", kIfXEntry.with(6));
  add(table, "hc_out_octets", kIfXEntry.with(10));
  return table;
}

Table column_table(const char* name, const Oid& oid) {
  Table table = table_of(name);
  add(table, "if_index", oid);
  return table;
}

Table local_ports_table(bool neighbours) {
  Table table = table_of("survey_local_ports");
  if (!neighbours) return table;
  const Oid entry = kLldpLocal.with(Oid{7, 1});
  add(table, "subtype", entry.with(2));
  add(table, "id", entry.with(3));
  add(table, "descr", entry.with(4));
  return table;
}

Table neighbours_table(bool neighbours) {
  Table table = table_of("survey_neighbours");
  if (!neighbours) return table;
  const Oid entry = kLldpRemote.with(Oid{1, 1});
  add(table, "chassis_subtype", entry.with(4));
  add(table, "chassis", entry.with(5));
  add(table, "port_subtype", entry.with(6));
  add(table, "port", entry.with(7));
  add(table, "port_descr", entry.with(8));
  add(table, "sys_name", entry.with(9));
  return table;
}

Table neighbour_addresses_table(bool neighbours) {
  Table table = table_of("survey_neighbour_addresses");
  // lldpRemManAddrIfSubtype: any readable column will do, as the address is in the index.
  if (neighbours) add(table, "if_subtype", kLldpRemote.with(Oid{2, 1, 3}));
  return table;
}

}  // namespace

ProfilePtr survey_profile(const Profile& family, bool neighbours) {
  auto survey = std::make_shared<Profile>(family);
  std::vector<Table> tables = {
      system_table(neighbours),
      interfaces_table(),
      column_table("survey_addresses", {1, 3, 6, 1, 2, 1, 4, 20, 1, 2}),  // ipAdEntIfIndex
      // The rows of the default route alone: the index begins with its destination, so the column
      // is walked from there. An Internet router has a million others. ipRouteIfIndex.0.0.0.0;
      // ipCidrRouteIfIndex of 0.0.0.0, mask 0.0.0.0, type of service 0; inetCidrRouteIfIndex of
      // ipv4(1), 4 octets 0.0.0.0, prefix length 0.
      column_table("survey_ip_routes", {1, 3, 6, 1, 2, 1, 4, 21, 1, 2, 0, 0, 0, 0}),
      column_table("survey_cidr_routes",
                   {1, 3, 6, 1, 2, 1, 4, 24, 4, 1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
      column_table("survey_inet_routes", {1, 3, 6, 1, 2, 1, 4, 24, 7, 1, 7, 1, 4, 0, 0, 0, 0, 0}),
      local_ports_table(neighbours),
      neighbours_table(neighbours),
      neighbour_addresses_table(neighbours),
  };
  tables[static_cast<std::size_t>(SurveyTable::ip_routes)].scalar = true;
  survey->tables.clear();
  for (Table& table : tables)
    survey->add(std::move(table));
  survey->tables.insert(survey->tables.end(), family.tables.begin(), family.tables.end());
  return survey;
}

}  // namespace commune::snmp
