#include "collectors/snmp/profile/interpretation.hpp"

#include <cmath>

#include "tests/collectors/snmp/profile/interpreted.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using Lines = std::map<std::string, double>;

Table interfaces() {
  Table made = table("interfaces", {{"name", "1.1"},
                                    {"descr", "1.2"},
                                    {"in_hc", "1.3"},
                                    {"in_32", "1.4"},
                                    {"oper", "1.5"},
                                    {"high", "1.6"},
                                    {"speed", "1.7"},
                                    {"alias", "1.8"}});
  made.columns[6].invalid = {0, 4294967295};
  made.labels = {
      {LabelName::interface, {from_column("name"), from_column("descr"), from_column("index")}},
      {LabelName::alias, {from_column("alias")}}};
  ReadingRule up = reading("interface.up", "oper");
  up.values = {{1, 1}};
  up.otherwise = 0;
  ReadingRule in = reading("interface.receive_bytes", "in_hc");
  in.columns.push_back("in_32");
  ReadingRule fast = reading("interface.speed", "high", 125000);
  fast.minimum = 1;
  made.readings = {up, in, fast, reading("interface.speed", "speed", 0.125)};
  return made;
}

TEST(Interpretation, names_a_row_by_the_first_origin_with_printable_text) {
  EXPECT_EQ(interpreted(profile({interfaces()}), R"(
1.1.1 STRING "eth0"
1.2.1 STRING "Ethernet"
1.5.1 INTEGER 1
1.1.2 STRING " "
1.2.2 STRING "lo\x00\x00"
1.5.2 INTEGER 6
1.1.4194304000 STRING ""
1.5.4194304000 INTEGER 0
)"),
            (Lines{{"interface.up{interface=eth0}", 1},
                   {"interface.up{interface=lo}", 0},
                   {"interface.up{interface=4194304000}", 0}}));
}

TEST(Interpretation, takes_the_first_column_with_a_value_for_each_row) {
  EXPECT_EQ(interpreted(profile({interfaces()}), R"(
1.1.1 STRING "a"
1.3.1 COUNTER64 18000000000000
1.4.1 COUNTER32 7
1.1.2 STRING "b"
1.4.2 COUNTER32 8
1.1.3 STRING "c"
1.3.3 STRING "aabbccddeef4"
1.4.3 COUNTER32 9
)"),
            (Lines{{"interface.receive_bytes{interface=a}", 18e12},
                   {"interface.receive_bytes{interface=b}", 8},
                   {"interface.receive_bytes{interface=c}", 9}}));
}

TEST(Interpretation, a_later_reading_of_a_quantity_stands_in_for_an_earlier_one) {
  EXPECT_EQ(
      interpreted(profile({interfaces()}), R"(
1.1.1 STRING "a"
1.6.1 GAUGE32 1000
1.7.1 GAUGE32 4294967295
1.1.2 STRING "b"
1.6.2 GAUGE32 0
1.7.2 GAUGE32 100000000
1.1.3 STRING "c"
1.6.3 GAUGE32 0
1.7.3 GAUGE32 0
1.1.4 STRING "d"
1.6.4 GAUGE32 0
1.7.4 GAUGE32 4294967295
)"),
      (Lines{{"interface.speed{interface=a}", 125e6}, {"interface.speed{interface=b}", 12.5e6}}));
}

TEST(Interpretation, distinguishes_rows_with_the_same_name_by_their_index) {
  EXPECT_EQ(interpreted(profile({interfaces()}), R"(
1.1.4 STRING "ath0"
1.4.4 COUNTER32 4
1.5.4 INTEGER 1
1.1.9 STRING "ath0"
1.4.9 COUNTER32 9
1.5.9 INTEGER 2
1.8.9 STRING "old"
)"),
            (Lines{{"interface.up{interface=ath0}", 1},
                   {"interface.up{interface=ath0 (9),alias=old}", 0},
                   {"interface.receive_bytes{interface=ath0}", 4},
                   {"interface.receive_bytes{interface=ath0 (9)}", 9}}));
}

TEST(Interpretation, never_emits_two_readings_with_the_same_labels) {
  Table sensors = table("sensors", {{"value", "1.1"}});
  sensors.readings = {reading("system.temperature", "value")};
  EXPECT_EQ(interpreted(profile({sensors}), "1.1.1 INTEGER 40\n1.1.2 INTEGER 50\n"),
            (Lines{{"system.temperature", 40}}));
}

TEST(Interpretation, the_earlier_table_wins) {
  Table child = table("own", {{"value", "1.1.0"}});
  child.scalar = true;
  child.readings = {reading("system.temperature", "value")};
  Table parent = child;
  parent.name = "standard";
  parent.columns[0].oid = Oid::parse("1.2.0").value();
  EXPECT_EQ(interpreted(profile({child, parent}), "1.1.0 INTEGER 40\n1.2.0 INTEGER 50\n"),
            (Lines{{"system.temperature", 40}}));
  EXPECT_EQ(interpreted(profile({child, parent}), "1.2.0 INTEGER 50\n"),
            (Lines{{"system.temperature", 50}}));
}

TEST(Interpretation, extends_32_bit_counters_over_their_wrap) {
  const auto made = std::make_shared<Profile>(profile({interfaces()}));
  const auto ready = Interpretation::compile(made).value();
  CounterMemory counters;
  const auto poll = [&](const char* value, bool restarted) {
    const auto walk = parse_walk(std::string("1.1.1 STRING \"a\"\n1.4.1 COUNTER32 ") + value, "w");
    DeviceReadings out;
    counters.begin_poll(restarted);
    ready->interpret(poll_of(*walk, *made), counters, out);
    counters.end_poll(true);
    return readable(out)["interface.receive_bytes{interface=a}"];
  };
  EXPECT_EQ(poll("4294967290", false), 4294967290.0);
  EXPECT_EQ(poll("10", false), 4294967306.0);
  EXPECT_EQ(poll("5", true), 5);
}

TEST(Interpretation, does_not_extend_a_gauge_that_is_typed_counter) {
  Table radios = table("radios", {{"clients", "1.1"}});
  radios.labels = {{LabelName::radio, {from_column("index")}}};
  radios.readings = {reading("wifi.clients", "clients")};
  const auto made = std::make_shared<Profile>(profile({radios}));
  const auto ready = Interpretation::compile(made).value();
  CounterMemory counters;
  for (const double clients : {7.0, 3.0}) {
    const auto walk = parse_walk("1.1.1 COUNTER32 " + std::to_string(int(clients)), "w");
    DeviceReadings out;
    counters.begin_poll(false);
    ready->interpret(poll_of(*walk, *made), counters, out);
    EXPECT_EQ(readable(out), (Lines{{"wifi.clients{radio=1}", clients}}));
  }
  EXPECT_EQ(counters.size(), 0u);
}

TEST(Interpretation, a_table_cut_short_does_not_trade_a_wide_counter_for_a_narrow_one) {
  const auto made = std::make_shared<Profile>(profile({interfaces()}));
  const auto ready = Interpretation::compile(made).value();
  const auto walk = parse_walk("1.1.1 STRING \"a\"\n1.4.1 COUNTER32 5\n1.5.1 INTEGER 1\n", "w");
  auto poll = poll_of(*walk, *made);
  poll.tables[0].complete = false;
  CounterMemory counters;
  DeviceReadings out;
  ready->interpret(poll, counters, out);
  EXPECT_EQ(readable(out), (Lines{{"interface.up{interface=a}", 1}}));
}

TEST(Interpretation, scales_converts_and_checks_the_range) {
  Table optics = table("optics", {{"rx", "1.1"}, {"tx", "1.2"}, {"temperature", "1.3"}});
  optics.columns[0].invalid = {2147483647};
  optics.labels = {{LabelName::port, {from_column("index")}}};
  ReadingRule tx = reading("optical.transmit_power", "tx");
  tx.conversion = Conversion::milliwatt_to_dbm;
  optics.readings = {reading("optical.receive_power", "rx", 0.01), tx,
                     reading("optical.temperature", "temperature")};
  EXPECT_EQ(interpreted(profile({optics}), R"(
1.1.1 INTEGER -2481
1.2.1 STRING "1.000000"
1.3.1 INTEGER 41
1.1.2 INTEGER 2147483647
1.2.2 STRING "N/A"
1.3.2 INTEGER 160000000
1.2.3 STRING "0.000"
1.1.3 INTEGER -9999999
)"),
            (Lines{{"optical.receive_power{port=1}", -24.81},
                   {"optical.transmit_power{port=1}", 0},
                   {"optical.temperature{port=1}", 41}}));
}

TEST(Interpretation, rows_that_are_plausible_do_not_make_a_sum_that_is_not) {
  Table vaps = table("vaps", {{"clients", "1.1"}});
  vaps.readings = {reading("wifi.clients", "clients")};
  vaps.readings[0].aggregate = Aggregate::sum;
  EXPECT_EQ(interpreted(profile({vaps}), "1.1.1 INTEGER 60000\n1.1.2 INTEGER 7\n"),
            (Lines{{"wifi.clients", 60007}}));
  EXPECT_EQ(interpreted(profile({vaps}), "1.1.1 INTEGER 60000\n1.1.2 INTEGER 60000\n"), Lines());
}

TEST(Interpretation, a_counter_that_is_extended_over_its_maximum_yields_no_reading) {
  Table made = interfaces();
  made.readings[1].maximum = 5e9;
  const auto shared = std::make_shared<Profile>(profile({made}));
  const auto ready = Interpretation::compile(shared).value();
  CounterMemory counters;
  std::vector<DeviceReadings> polls(3);
  const char* values[] = {"4294967000", "5", "2000000000"};
  for (std::size_t i = 0; i < polls.size(); ++i) {
    const auto walk = parse_walk(std::string("1.4.1 COUNTER32 ") + values[i], "w");
    counters.begin_poll(false);
    ready->interpret(poll_of(*walk, *shared), counters, polls[i]);
  }
  EXPECT_EQ(polls[0].readings.size(), 1u);
  EXPECT_EQ(polls[1].readings.size(), 1u);
  EXPECT_EQ(polls[2].readings.size(), 0u);
}

TEST(Interpretation, drops_rows_whose_figures_are_all_zero) {
  Table optics = table("optics", {{"rx", "1.1"}, {"bias", "1.2"}});
  optics.labels = {{LabelName::port, {from_column("index")}}};
  optics.absent_when_all_zero = {"rx", "bias"};
  optics.readings = {reading("optical.receive_power", "rx", 0.001)};
  EXPECT_EQ(interpreted(profile({optics}), R"(
1.1.1 INTEGER 0
1.2.1 INTEGER 0
1.1.2 INTEGER 0
1.2.2 INTEGER 30
)"),
            (Lines{{"optical.receive_power{port=2}", 0}}));
}

TEST(Interpretation, reads_indexes_of_every_kind) {
  using Kind = IndexPart::Kind;
  Table clients = table("clients", {{"signal", "1.1"}});
  clients.index = {{"peer", Kind::mac, 0}, {"radio", Kind::integer, 0}};
  clients.labels = {{LabelName::peer, {from_column("peer")}},
                    {LabelName::radio, {from_column("radio")}}};
  clients.readings = {reading("radio.signal", "signal")};
  Table ssids = table("ssids", {{"count", "2.1"}});
  ssids.index = {{"ssid", Kind::string, 0}};
  ssids.labels = {{LabelName::ssid, {from_column("ssid")}}};
  ssids.readings = {reading("wifi.clients", "count")};
  Table pairs = table("pairs", {{"value", "3.1"}});
  pairs.index = {{"port", Kind::integer, 0}, {"type", Kind::integer, 0}};
  pairs.labels = {{LabelName::port, {from_column("port")}}};
  ReadingRule rx = reading("optical.receive_power", "value", 0.01);
  rx.where = {where("type", {"5"})};
  ReadingRule tx = reading("optical.transmit_power", "value", 0.01);
  tx.where = {where("type", {"4"})};
  pairs.readings = {rx, tx};
  EXPECT_EQ(interpreted(profile({clients, ssids, pairs}), R"(
1.1.0.39.16.50.237.96.9 INTEGER -63
1.1.0.39 INTEGER -50
2.1.4.116.105.110.104 INTEGER 5
3.1.49.4 INTEGER -590
3.1.49.5 INTEGER -460
3.1.49.1 INTEGER 4188
)"),
            (Lines{{"radio.signal{peer=00:27:10:32:ed:60,radio=9}", -63},
                   {"radio.signal", -50},
                   {"wifi.clients{ssid=tinh}", 5},
                   {"optical.receive_power{port=49}", -4.6},
                   {"optical.transmit_power{port=49}", -5.9}}));
}

TEST(Interpretation, takes_labels_and_names_out_of_script_output) {
  Table scripts = table("scripts", {{"line", "1.1"}});
  scripts.index = {{"script", IndexPart::Kind::string, 0}};
  Origin name = from_column("script");
  name.extract = Pattern("^clients-(.+)$|^noise-floor-(.+)$");
  scripts.labels = {{LabelName::radio, {name}}};
  RowFilter clients;
  clients.column = "script";
  clients.matches = Pattern("^clients-");
  clients.is_not = {"clients-wlan"};
  ReadingRule count = reading("wifi.clients", "line");
  count.where = {clients};
  RowFilter noise;
  noise.column = "script";
  noise.matches = Pattern("^noise-");
  ReadingRule floor = reading("wifi.noise", "line");
  floor.where = {noise};
  scripts.readings = {count, floor};
  EXPECT_EQ(interpreted(profile({scripts}), R"(
1.1.12.99.108.105.101.110.116.115.45.119.108.97.110 STRING "9"
1.1.11.99.108.105.101.110.116.115.45.119.108.48 STRING "4"
1.1.15.110.111.105.115.101.45.102.108.111.111.114.45.119.108.48 STRING "-90"
)"),
            (Lines{{"wifi.clients{radio=wl0}", 4}, {"wifi.noise{radio=wl0}", -90}}));
}

TEST(Interpretation, replaces_words_and_reads_identity) {
  Table system = table("system", {{"model", "1.1.0"}, {"descr", "1.2.0"}});
  system.scalar = true;
  Profile made = profile({system});
  made.identity.vendor = "Example";
  Origin model = from_column("model");
  model.table = "system";
  model.values = {{"X1", "Example X-1"}};
  Origin firmware = from_column("descr");
  firmware.table = "system";
  firmware.extract = Pattern("v([0-9.]+)");
  made.identity.model = {model};
  made.identity.firmware = {firmware};
  const auto shared = std::make_shared<Profile>(made);
  const auto walk = parse_walk("1.1.0 STRING \"X1\"\n1.2.0 STRING \"box v2.10 x\"\n", "w");
  CounterMemory counters;
  DeviceReadings out;
  Interpretation::compile(shared).value()->interpret(poll_of(*walk, *shared), counters, out);
  EXPECT_EQ(out.identity, (Identity{"Example", "Example X-1", "2.10", "test"}));
}

TEST(Interpretation, filters_by_whether_there_is_a_value) {
  Table cards = table("cards", {{"name", "1.1"}, {"heat", "1.2"}});
  RowFilter nameless;
  nameless.column = "name";
  nameless.present = false;
  ReadingRule heat = reading("system.temperature", "heat");
  heat.where = {nameless};
  cards.labels = {{LabelName::sensor, {from_column("index")}}};
  cards.readings = {heat};
  EXPECT_EQ(
      interpreted(profile({cards}), "1.1.1 STRING \"a\"\n1.2.1 INTEGER 30\n1.2.2 INTEGER 31\n"),
      (Lines{{"system.temperature{sensor=2}", 31}}));
}

std::string mistake(const Profile& made) {
  const auto ready = Interpretation::compile(std::make_shared<Profile>(made));
  return ready ? "" : ready.error().message();
}

TEST(Interpretation, refuses_unknown_names) {
  Table ports = table("ports", {{"power", "1.1"}});
  ports.readings = {reading("optical.receive_power", "powr")};
  EXPECT_EQ(mistake(profile({ports})),
            "table.ports: table \"ports\" has no \"powr\" (did you mean \"power\"?)");
  ports.readings = {formula("optical.receive_power", "power / scale")};
  EXPECT_EQ(mistake(profile({ports})), "table.ports: table \"ports\" has no \"scale\"");
  ports.readings.clear();
  Origin origin = from_column("name");
  origin.table = "prots";
  ports.labels = {{LabelName::port, {origin}}};
  EXPECT_EQ(mistake(profile({ports})),
            "table.ports: there is no table \"prots\" (did you mean \"ports\"?)");
}

TEST(Interpretation, refuses_an_identity_by_a_key_as_there_is_no_row_for_it) {
  Table ports = table("ports", {{"power", "1.1"}});
  Profile made = profile({ports});
  Origin model = from_column("power");
  model.table = "ports";
  model.key = {"power"};
  made.identity.model = {model};
  EXPECT_EQ(mistake(made), "identity: a device's identity has no row to take \"power\" from");
}

TEST(Interpretation, refuses_fields_made_of_one_another) {
  Table ports = table("ports", {{"power", "1.1"}});
  ports.computed = {{"a", "b + 1"}, {"b", "a + power"}};
  EXPECT_EQ(mistake(profile({ports})),
            "table.ports: joined or computed fields are made of one another in a circle");
}

TEST(Interpretation, refuses_to_sum_counters) {
  Table made = interfaces();
  made.readings[1].aggregate = Aggregate::sum;
  EXPECT_EQ(mistake(profile({made})),
            "table.interfaces: interface.receive_bytes is a counter: its rows cannot be "
            "summed, as it would jump when one goes");
}

}  // namespace
}  // namespace commune::snmp
