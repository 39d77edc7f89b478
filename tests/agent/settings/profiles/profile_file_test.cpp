#include "agent/settings/profiles/profile_file.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "agent/settings/profiles/profile_library.hpp"
#include "tests/agent/settings/profiles/profile_directory.hpp"

#include <gtest/gtest.h>

namespace commune::settings {
namespace {

// A profile with every key that there is.
constexpr const char* kEveryKey = R"toml(
vendor = "Example"
description = "Boxes"
[[match]]
sys_object_id = "1.3.6.1.4.1.99"
sys_descr = "^Box"
answers = "1.3.6.1.4.1.99.1.0"
answer = "B"
[[trap]]
oid = "1.3.6.1.4.1.99.0.1"
kind = "dying_gasp"
varbind = "1.3.6.1.4.1.99.3"
is = 1
[identity]
model = ["box.model", { text = "Box" }]
firmware = { table = "box", column = "model", extract = "v(.+)", values = { a = "b" } }
[table.box]
scalar = true
columns.model = { oid = "1.3.6.1.4.1.99.1.0", constant = true }
[table.port]
optional = true
index = ["slot", { name = "name", kind = "fixed_string", length = 4 }]
columns.rx = { oid = "1.3.6.1.4.1.99.2.1", number = "brackets", invalid = [-1, 0.5] }
columns.mac = { oid = "1.3.6.1.4.1.99.2.2", show = "mac" }
columns.state = { oid = "1.3.6.1.4.1.99.2.3", extract = "^(.)", values = { u = 1 } }
joins.model = { table = "box", column = "model" }
joins.other = { column = "rx", key = ["slot", "name"], where.slot = 3 }
joins.near = { column = "rx", key = "mac", by = "mac", climb = "slot" }
joins.alike = { count = true, key = "mac", by = "mac" }
computed.half = "rx / 2"
labels.port = [{ text = "{slot}/{name}" }, "slot"]
where.slot = [1, "2"]
where.name = { is = "a", is_not = ["b"], matches = "^a", present = true }
absent_when_all_zero = ["rx", "state"]
[[table.port.reading]]
quantity = "optical.receive_power"
column = ["rx", "state"]
scale = 0.5
offset = 1
convert = "mW to dBm"
values = { 1 = 2, "-1" = 3 }
otherwise = 4
minimum = -30
maximum = 5
where.mac = "x"
aggregate = "mean"
[[table.port.reading]]
quantity = "optical.bias"
expression = "half + 1"
)toml";

std::string manual() {
  std::stringstream text;
  text << std::ifstream(COMMUNE_SOURCE_DIR "/docs/adding-a-profile.md").rdbuf();
  return text.str();
}

class ProfileFile : public ProfileDirectory {};

TEST_F(ProfileFile, reads_every_key) {
  const auto profile = only(kEveryKey);
  EXPECT_EQ(profile->name, "x");
  EXPECT_EQ(profile->description, "Boxes");
  EXPECT_EQ(profile->identity.vendor, "Example");
  ASSERT_EQ(profile->matches.size(), 1u);
  EXPECT_EQ(profile->matches[0].sys_object_id->str(), "1.3.6.1.4.1.99");
  EXPECT_EQ(profile->matches[0].sys_descr->text(), "^Box");
  EXPECT_EQ(profile->matches[0].answers->str(), "1.3.6.1.4.1.99.1.0");
  EXPECT_EQ(profile->matches[0].answer->text(), "B");
  ASSERT_EQ(profile->traps.size(), 1u);
  EXPECT_EQ(profile->traps[0].kind, snmp::TrapKind::dying_gasp);
  ASSERT_EQ(profile->identity.model.size(), 2u);
  EXPECT_EQ(profile->identity.model[0].table, "box");
  EXPECT_EQ(profile->identity.model[1].text, "Box");
  EXPECT_EQ(profile->identity.firmware[0].values.at("a"), "b");
  ASSERT_EQ(profile->tables.size(), 2u);
  EXPECT_TRUE(profile->tables[0]->scalar);
  EXPECT_TRUE(profile->tables[0]->columns[0].constant);
  const snmp::Table& port = *profile->tables[1];
  EXPECT_EQ(port.name, "port");
  EXPECT_EQ(port.index[0].kind, snmp::IndexPart::Kind::integer);
  EXPECT_EQ(port.index[1].length, 4u);
  EXPECT_EQ(port.columns[0].oid.str(), "1.3.6.1.4.1.99.2.1");
  EXPECT_EQ(port.columns[0].number, snmp::NumberFrom::brackets);
  EXPECT_EQ(port.columns[0].invalid, (std::vector{-1.0, 0.5}));
  EXPECT_EQ(port.columns[1].show, snmp::Show::mac);
  EXPECT_EQ(port.columns[2].values.at("u"), 1);
  EXPECT_EQ(port.joins[1].origins[0].key, (std::vector<std::string>{"slot", "name"}));
  EXPECT_EQ(port.joins[1].origins[0].where[0].is, (std::vector<std::string>{"3"}));
  EXPECT_EQ(port.joins[2].origins[0].by, "mac");
  EXPECT_EQ(port.joins[2].origins[0].climb, "slot");
  EXPECT_TRUE(port.joins[3].origins[0].count);
  EXPECT_EQ(port.computed[0].expression, "rx / 2");
  EXPECT_EQ(port.labels[0].label, LabelName::port);
  EXPECT_EQ(port.where[0].is, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(port.where[1].is_not, (std::vector<std::string>{"b"}));
  EXPECT_EQ(port.where[1].present, true);
  EXPECT_EQ(port.absent_when_all_zero, (std::vector<std::string>{"rx", "state"}));
  const snmp::ReadingRule& rx = port.readings[0];
  EXPECT_EQ(rx.columns, (std::vector<std::string>{"rx", "state"}));
  EXPECT_EQ(rx.scale, 0.5);
  EXPECT_EQ(rx.offset, 1);
  EXPECT_EQ(rx.conversion, snmp::Conversion::milliwatt_to_dbm);
  EXPECT_EQ(rx.values, (std::map<double, double>{{1, 2}, {-1, 3}}));
  EXPECT_EQ(rx.otherwise, 4);
  EXPECT_EQ(rx.minimum, -30);
  EXPECT_EQ(rx.maximum, 5);
  EXPECT_EQ(rx.aggregate, snmp::Aggregate::mean);
  EXPECT_EQ(port.readings[1].expression, "half + 1");
}

TEST_F(ProfileFile, reports_all_mistakes_with_their_place) {
  write("x.toml", R"(description = "x"
[table.radio]
scaler = true
columns.name = "1.3.6.x"
columns.Busy = "1.3.6.1"
labels.radio = "nam"
labels.radoi = "name"
where.oper = 1
[[table.radio.reading]]
quantity = "wifi.cleints"
column = "name"
[[table.radio.reading]]
quantity = "wifi.noise"
column = "nose"
[[table.radio.reading]]
quantity = "wifi.channel"
expression = "name +"
[[table.radio.reading]]
quantity = "wifi.channel"
expression = "name + nonsuch"
)");
  EXPECT_EQ(mistakes(),
            R"(x.toml:3:1: unknown key "scaler" in table (did you mean "scalar"?)
x.toml:4:16: "1.3.6.x" is not an OID such as 1.3.6.1.2.1.1.3.0
x.toml:5:9: "Busy" is not a name: lower-case letters, digits and "_" make one, a letter first
x.toml:6:16: table "radio" has no column "nam" (did you mean "name"?)
x.toml:7:8: unknown label "radoi" (did you mean "radio"?)
x.toml:8:7: table "radio" has no column "oper"
x.toml:10:12: unknown quantity "wifi.cleints" (did you mean "wifi.clients"?)
x.toml:14:10: table "radio" has no column "nose" (did you mean "name"?)
x.toml:17:14: "name +" is not arithmetic: Unexpected end of expression at position 7
x.toml:20:14: table "radio" has no column "nonsuch"
)");
}

TEST_F(ProfileFile, refuses_invalid_patterns) {
  write("x.toml", R"(description = "x"
[[match]]
sys_descr = "(UAP"
[[match]]
answer = "x"
[[match]]
)");
  EXPECT_NE(mistakes().find("x.toml:3:13: \"(UAP\" is not a regular expression: "),
            std::string::npos)
      << mistakes();
  EXPECT_NE(mistakes().find("x.toml:5:10: \"answer\" needs \"answers\""), std::string::npos)
      << mistakes();
  EXPECT_NE(mistakes().find("a match needs at least one of"), std::string::npos) << mistakes();
}

TEST_F(ProfileFile, refuses_rules_that_cannot_work) {
  write("x.toml", R"(description = "x"
[table.a]
columns.n = "1.3.6.1"
labels.ssid = "n"
[[table.a.reading]]
quantity = "interface.receive_bytes"
column = "n"
aggregate = "sum"
[[table.a.reading]]
quantity = "wifi.noise"
[[table.a.reading]]
quantity = "wifi.channel"
column = "n"
convert = "mW to dBm"
[[table.a.reading]]
quantity = "wifi.channel"
column = "n"
minimum = 2
maximum = 1
[[table.a.reading]]
quantity = "wifi.channel"
column = "n"
scale = 0
[[table.a.reading]]
quantity = "snmp.up"
column = "n"
values = { one = 1 }
)");
  EXPECT_EQ(mistakes(), R"(x.toml:4:8: no quantity of table "a" shows the label "ssid"
x.toml:5:1: interface.receive_bytes is a counter: its rows cannot be summed, as it would jump when one goes
x.toml:9:1: wifi.noise has neither a column nor an expression
x.toml:14:11: wifi.channel is not measured in dBm
x.toml:18:11: minimum is above maximum: no value could pass
x.toml:23:9: scale is 0: every value would be the same
x.toml:27:12: "one" is not a number
)");
}

TEST_F(ProfileFile, refuses_two_fields_of_one_name) {
  write("x.toml", R"(description = "x"
[table.a]
index = ["n"]
columns.n = "1.3.6.1"
)");
  EXPECT_EQ(mistakes(), "x.toml:2:8: table \"a\" has two fields called \"n\"\n");
}

TEST_F(ProfileFile, names_the_file_that_is_not_toml) {
  write("x.toml", "description = \n");
  EXPECT_EQ(mistakes().rfind("x.toml:1:", 0), 0u) << mistakes();
}

TEST_F(ProfileFile, reports_a_missing_directory) {
  const auto profiles = load_profiles(std::vector<std::string>{directory_ + "/nowhere"});
  ASSERT_FALSE(profiles);
  EXPECT_EQ(profiles.error()[0].message(), directory_ +
                                               "/nowhere: device profiles cannot be read: No such "
                                               "file or directory");
}

TEST(Manual, explains_every_key) {
  const auto draft = parse_profile(kEveryKey, "x.toml");
  ASSERT_TRUE(draft);
  const std::string page = manual();
  EXPECT_GT(draft->findings.keys().size(), 50u);
  for (const std::string& key : draft->findings.keys()) {
    const std::string name = key.substr(key.rfind('.') + 1);
    EXPECT_NE(page.find("| `" + name + "`"), std::string::npos) << key << " is not in the tables";
  }
}

TEST_F(ProfileFile, accepts_the_manuals_example) {
  const std::string page = manual();
  const auto start = page.find("```toml\n");
  ASSERT_NE(start, std::string::npos);
  std::filesystem::copy(COMMUNE_SOURCE_DIR "/config/profiles/generic.toml", directory_);
  write("example-converter.toml", page.substr(start + 8, page.find("\n```", start) - start - 8));
  EXPECT_EQ(mistakes(), "");
}

}  // namespace
}  // namespace commune::settings
