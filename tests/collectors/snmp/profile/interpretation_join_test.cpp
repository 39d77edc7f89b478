// Rows together: sums over rows with the same labels, joins by index, by value, by a climb.
#include "core/model/quantity_table.hpp"
#include "tests/collectors/snmp/profile/interpreted.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using Lines = std::map<std::string, double>;

TEST(Interpretation, joins_rows_of_the_same_table_by_a_filter) {
  Table storage = table("storage", {{"descr", "1.3"}, {"size", "1.5"}, {"used", "1.6"}});
  Origin buffers = from_column("used"), cached = from_column("used");
  buffers.where = {where("descr", {"Memory buffers"})};
  cached.where = {where("descr", {"Cached memory"})};
  storage.joins = {{"buffers", {buffers}}, {"cached", {cached}}};
  storage.where = {where("descr", {"Physical memory"})};
  storage.labels = {{LabelName::pool, {from_column("descr")}}};
  storage.readings = {
      formula("system.memory_used", "(used - first(buffers, 0) - first(cached, 0)) / size")};
  EXPECT_EQ(interpreted(profile({storage}), R"(
1.3.1 STRING "Physical memory"
1.5.1 INTEGER 1000
1.6.1 INTEGER 900
1.3.3 STRING "Virtual memory"
1.5.3 INTEGER 1000
1.6.3 INTEGER 900
1.3.6 STRING "Memory buffers"
1.6.6 INTEGER 100
1.3.7 STRING "Cached memory"
1.6.7 INTEGER 300
)"),
            (Lines{{"system.memory_used{pool=Physical memory}", 0.5}}));
}

// CISCO-ENTITY-SENSOR-MIB: the sensor's parents are climbed until one has an ifIndex.
TEST(Interpretation, climbs_to_the_entity_that_is_a_port) {
  Table sensors =
      table("sensors", {{"type", "1.1"}, {"scale", "1.2"}, {"precision", "1.3"}, {"value", "1.4"}});
  Table entities = table("entities", {{"name", "2.7"}, {"parent", "2.4"}});
  Table aliases = table("aliases", {{"interface", "3.2"}});
  aliases.columns[0].extract = Pattern(R"(\.(\d+)$)");
  Table names = table("names", {{"name", "4.1"}});
  Origin alias = from_column("interface");
  alias.table = "aliases";
  Origin port = from_column("name");
  port.table = "names";
  port.key = {"alias"};
  Origin above = from_column("name");
  above.table = "entities";
  above.key = {"parent"};
  entities.joins = {{"alias", {alias}}, {"port", {port}}, {"above", {above}}};
  Origin climbed = from_column("port");
  climbed.table = "entities";
  climbed.climb = "parent";
  Origin parent_name = from_column("above");
  parent_name.table = "entities";
  sensors.labels = {{LabelName::port, {climbed, parent_name}}};
  sensors.where = {where("type", {"14"})};
  sensors.readings = {formula("optical.receive_power", "value * 10^(3*(scale-9)) * 10^-precision")};
  EXPECT_EQ(interpreted(profile({sensors, entities, aliases, names}), R"(
1.1.1126 INTEGER 14
1.2.1126 INTEGER 9
1.3.1126 INTEGER 1
1.4.1126 INTEGER -62
1.1.30 INTEGER 14
1.2.30 INTEGER 9
1.3.30 INTEGER 2
1.4.30 INTEGER -1045
1.1.31 INTEGER 8
1.4.31 INTEGER 40
2.4.1126 INTEGER 1121
2.4.1121 INTEGER 1000
2.4.1000 INTEGER 0
2.7.20 STRING "SFP 1"
2.4.30 INTEGER 20
2.4.20 INTEGER 20
3.2.1000.0 OID 1.3.6.1.2.1.2.2.1.1.5
4.1.5 STRING "Gi1/5"
)"),
            (Lines{{"optical.receive_power{port=Gi1/5}", -6.2},
                   {"optical.receive_power{port=SFP 1}", -10.45}}));
}

TEST(Interpretation, finds_a_neighbours_row_by_a_value) {
  Table ports = table("ports", {{"label", "1.1"}, {"rx", "1.2"}});
  Table names = table("names", {{"long_name", "2.1"}, {"short_name", "2.2"}});
  Origin name = from_column("short_name");
  name.table = "names";
  name.key = {"label"};
  name.by = "long_name";
  ports.labels = {{LabelName::port, {name}}};
  ports.readings = {reading("optical.receive_power", "rx")};
  EXPECT_EQ(interpreted(profile({ports, names}), R"(
1.1.1 STRING "GigabitEthernet1"
1.2.1 INTEGER -5
2.1.77 STRING "GigabitEthernet1"
2.2.77 STRING "Gi1"
)"),
            (Lines{{"optical.receive_power{port=Gi1}", -5}}));
}

TEST(Interpretation, makes_labels_out_of_several_fields) {
  Table onus = table("onus", {{"state", "1.1"}});
  onus.columns[0].values = {{"online", 1}, {"offline", 0}};
  onus.index = {{"port", IndexPart::Kind::integer, 0}, {"onu", IndexPart::Kind::integer, 0}};
  onus.computed = {{"slot", "bit_and(floor(port / 65536), 255)"},
                   {"number", "bit_and(floor(port / 256), 255)"}};
  Origin pon, onu;
  pon.text = "gpon {slot}/{number}";
  onu.text = "{slot}/{number}:{onu}";
  onus.labels = {{LabelName::pon, {pon}}, {LabelName::onu, {onu}}};
  onus.readings = {reading("pon.onu_up", "state")};
  EXPECT_EQ(interpreted(profile({onus}), R"(
1.1.268501248.1 STRING "online"
1.1.268501504.7 STRING "offline"
1.1.268501504.8 STRING "ranging"
)"),
            (Lines{{"pon.onu_up{pon=gpon 1/1,onu=1/1:1}", 1},
                   {"pon.onu_up{pon=gpon 1/2,onu=1/2:7}", 0}}));
}
TEST(Interpretation, adds_up_means_and_counts_rows_with_the_same_labels) {
  Table vaps =
      table("vaps", {{"radio", "1.1"}, {"clients", "1.2"}, {"busy", "1.3"}, {"state", "1.4"}});
  vaps.labels = {{LabelName::radio, {from_column("radio")}}};
  ReadingRule sum = reading("wifi.clients", "clients");
  sum.aggregate = Aggregate::sum;
  ReadingRule mean = reading("wifi.channel_utilization", "busy", 0.01);
  mean.aggregate = Aggregate::mean;
  ReadingRule most = reading("wifi.channel", "busy");
  most.aggregate = Aggregate::maximum;
  ReadingRule least = reading("wifi.transmit_power", "busy");
  least.aggregate = Aggregate::minimum;
  ReadingRule all, online;
  all.quantity = quantity_index("wifi.access_points");
  all.aggregate = Aggregate::count;
  online = all;
  online.quantity = quantity_index("wifi.access_points_up");
  online.where = {where("state", {"1"})};
  vaps.readings = {sum, mean, most, least, all, online};
  EXPECT_EQ(interpreted(profile({vaps}), R"(
1.1.1 STRING "ng"
1.2.1 INTEGER 4
1.3.1 INTEGER 10
1.4.1 INTEGER 2
1.1.2 STRING "na"
1.2.2 INTEGER 9
1.4.2 INTEGER 2
1.1.3 STRING "ng"
1.2.3 INTEGER 1
1.3.3 INTEGER 30
1.4.3 INTEGER 2
)"),
            (Lines{{"wifi.clients{radio=ng}", 5},
                   {"wifi.clients{radio=na}", 9},
                   {"wifi.channel_utilization{radio=ng}", 0.2},
                   {"wifi.channel{radio=ng}", 30},
                   {"wifi.transmit_power{radio=ng}", 10},
                   {"wifi.access_points", 3},
                   {"wifi.access_points_up", 0}}));
}

// Networks and their stations, which stand in another table with the network's name beside each.
struct CountedRows : testing::Test {
  CountedRows() {
    Table networks = table("networks", {{"ssid", "1.1"}});
    Origin by_name, by_index;
    by_name.table = by_index.table = "stations";
    by_name.count = by_index.count = true;
    by_name.key = {"ssid"};
    by_name.by = "network";
    by_name.where = {where("state", {"1"})};
    by_index.key = {"index"};
    networks.joins = {{"named", {by_name}}, {"below", {by_index}}};
    networks.labels = {{LabelName::radio, {from_column("ssid")}}};
    networks.readings = {reading("wifi.clients", "named"), reading("wifi.channel", "below")};
    made = profile({networks, table("stations", {{"network", "2.1"}, {"state", "2.2"}})});
  }
  Profile made;
  const char* walk = R"(
1.1.1 STRING "guests"
1.1.2 STRING "office"
2.1.1.7 STRING "guests"
2.1.1.8 STRING "guests"
2.1.2.9 STRING "guests"
2.2.1.7 INTEGER 1
2.2.1.8 INTEGER 1
2.2.2.9 INTEGER 0
)";
};

TEST_F(CountedRows, are_those_that_name_the_row_or_stand_below_its_index) {
  EXPECT_EQ(interpreted(made, walk), (Lines{{"wifi.clients{radio=guests}", 2},
                                            {"wifi.clients{radio=office}", 0},
                                            {"wifi.channel{radio=guests}", 2},
                                            {"wifi.channel{radio=office}", 1}}));
}

TEST_F(CountedRows, are_not_counted_in_half_a_table) {
  const auto shared = std::make_shared<Profile>(made);
  auto poll = poll_of(*parse_walk(walk, "w"), *shared);
  poll.tables[1].complete = false;
  CounterMemory counters;
  DeviceReadings out;
  Interpretation::compile(shared).value()->interpret(poll, counters, out);
  EXPECT_TRUE(out.readings.empty());
}

TEST(Interpretation, gives_no_sum_of_half_a_table) {
  Table aps = table("aps", {{"state", "1.1"}});
  ReadingRule all;
  all.quantity = quantity_index("wifi.access_points");
  all.aggregate = Aggregate::count;
  aps.readings = {all};
  const auto made = std::make_shared<Profile>(profile({aps}));
  const auto walk = parse_walk("1.1.1 INTEGER 1\n", "w");
  auto poll = poll_of(*walk, *made);
  poll.tables[0].complete = false;
  CounterMemory counters;
  DeviceReadings out;
  Interpretation::compile(made).value()->interpret(poll, counters, out);
  EXPECT_TRUE(out.readings.empty());
}

}  // namespace
}  // namespace commune::snmp
