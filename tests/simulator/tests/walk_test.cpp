#include "tests/simulator/snmp/mib_tree.hpp"
#include "tests/simulator/snmp/walk_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using namespace std::string_literals;

Row row_of(std::string_view line) {
  const auto row = parse_walk_line(line);
  EXPECT_TRUE(row) << line;
  return row ? *row : Row{};
}

std::string error_of(std::string_view line) {
  const auto row = parse_walk_line(line);
  return row ? "no error" : row.error().what;
}

std::int64_t signed_at(const Row& row, const DeviceTime& time) {
  return static_cast<std::int64_t>(value_at(row, time).number);
}

TEST(WalkLine, reads_every_type) {
  EXPECT_EQ(row_of("1.3.1 INTEGER -2147483648").value,
            (Value{ValueType::integer, static_cast<std::uint64_t>(-2147483648LL), {}}));
  EXPECT_EQ(row_of(R"(1.3.1 STRING "a\"b\\\n\x00\xFF")").value,
            (Value{ValueType::octet_string, 0, "a\"b\\\n\0\xFF"s}));
  EXPECT_EQ(row_of("1.3.1 HEX 00 1Afe").value,
            (Value{ValueType::octet_string, 0, "\x00\x1A\xFE"s}));
  EXPECT_EQ(row_of("1.3.1 OID 1.3.6.1").value, (Value{ValueType::oid, 0, "\x2B\x06\x01"s}));
  EXPECT_EQ(row_of("1.3.1 IPADDRESS 10.77.0.1").value,
            (Value{ValueType::ip_address, 0, "\x0A\x4D\x00\x01"s}));
  EXPECT_EQ(row_of("1.3.1 COUNTER32 4294967295").value,
            (Value{ValueType::counter32, 4294967295U, {}}));
  EXPECT_EQ(row_of("1.3.1 GAUGE32 7").value, (Value{ValueType::gauge32, 7, {}}));
  EXPECT_EQ(row_of("1.3.1 TIMETICKS 8").value, (Value{ValueType::timeticks, 8, {}}));
  EXPECT_EQ(row_of("1.3.1 COUNTER64 18446744073709551615").value,
            (Value{ValueType::counter64, 18446744073709551615U, {}}));
  EXPECT_EQ(row_of("1.3.1 NULL").value, Value{});
  EXPECT_EQ(row_of("1.3.1 OPAQUEFLOAT 1.5").value,
            (Value{ValueType::opaque, 0, "\x9F\x78\x04\x3F\xC0\x00\x00"s}));
}

TEST(WalkLine, explains_mistakes) {
  EXPECT_EQ(error_of("x INTEGER 1"), "\"x\" is not an OID such as 1.3.6.1.2.1.1.5.0");
  EXPECT_EQ(error_of("1.3.1 COUNTER 1"), "unknown type \"COUNTER\" (did you mean \"COUNTER32\"?)");
  EXPECT_EQ(error_of("1.3.1 GAUGE32 -1"), "\"-1\" is not a whole number of 32 bits without sign");
  EXPECT_EQ(error_of("1.3.1 INTEGER 2147483648"),
            "\"2147483648\" is not a whole number of 32 bits with sign");
  EXPECT_EQ(error_of("1.3.1 STRING eth0"), "write a STRING in quotes, as in \"eth0\"");
  EXPECT_EQ(error_of("1.3.1 STRING \"eth0"), "the closing quote is missing");
  EXPECT_EQ(error_of("1.3.1 STRING \"a\" b"), "after the value comes nothing or ~, found \"b\"");
  EXPECT_EQ(error_of("1.3.1 INTEGER 1 ~ sine min=2 max=2"), "min=2 must be below max=2");
  EXPECT_EQ(error_of("1.3.1 STRING \"1\" ~ rate=1/s"),
            "a STRING moves by sine or walk, not by rate");
  EXPECT_EQ(error_of("1.3.1 OID 1.3 ~ rate=1/s"), "a value of this type does not move");
  EXPECT_EQ(error_of("1.3.1 COUNTER32 1 ~ rate=5"),
            "movement \"rate=5\" is not understood; it must look like rate=125000/s");
}

TEST(Walk, reports_all_mistakes_with_their_lines) {
  const auto rows =
      parse_walk("# a comment\n\n1.3.1 INTEGER x\n1.3.2 NULL\n1.3.2 NULL\n", "a.walk");
  ASSERT_FALSE(rows);
  ASSERT_EQ(rows.error().size(), 2U);
  EXPECT_EQ(rows.error()[0].message(),
            "a.walk:3: \"x\" is not a whole number of 32 bits with sign");
  EXPECT_EQ(rows.error()[1].message(), "a.walk:5: 1.3.2 is already in line 4");
}

TEST(Walk, may_contain_a_tilde_and_a_hash_inside_quotes) {
  EXPECT_EQ(row_of("1.3.1 STRING \"a ~ b # c\"").value.bytes, "a ~ b # c");
}

TEST(Motion, counters_grow_by_their_rate) {
  const Row row = row_of("1.3.1 COUNTER64 1000 ~ rate=125000/s");
  EXPECT_EQ(value_at(row, {seconds(0)}).number, 1000U);
  EXPECT_EQ(value_at(row, {seconds(10)}).number, 1251000U);
}

TEST(Motion, jitter_keeps_the_mean_rate_and_never_counts_backwards) {
  const Row row = row_of("1.3.1 COUNTER64 0 ~ rate=1000/s jitter=100%");
  std::uint64_t last = 0;
  for (int second = 0; second <= 600; ++second) {
    const std::uint64_t number = value_at(row, {seconds(second)}).number;
    EXPECT_GE(number, last);
    last = number;
  }
  EXPECT_NEAR(static_cast<double>(last), 600000, 1);  // ten whole periods of a minute
}

TEST(Motion, counter32_wraps) {
  const Row row = row_of("1.3.1 COUNTER32 4294967290 ~ rate=1/s");
  EXPECT_EQ(value_at(row, {seconds(5)}).number, 4294967295U);
  EXPECT_EQ(value_at(row, {seconds(8)}).number, 2U);
}

TEST(Motion, uptimes_advance_by_themselves_and_wrap_after_497_days) {
  const Row row = row_of("1.3.6.1.2.1.1.3.0 TIMETICKS 4294967200");
  EXPECT_EQ(value_at(row, {seconds(0)}).number, 4294967200U);
  EXPECT_EQ(value_at(row, {seconds(1)}).number, 4U);
  const Row other = row_of("1.3.6.1.2.1.2.2.1.9.1 TIMETICKS 77");
  EXPECT_EQ(value_at(other, {hours(1)}).number, 77U);
}

TEST(Motion, a_restart_resets_counters_and_uptime_but_not_gauges) {
  const DeviceTime time{seconds(100), seconds(90), true, 0};
  EXPECT_EQ(value_at(row_of("1.3.6.1.2.1.1.3.0 TIMETICKS 5000"), time).number, 1000U);
  EXPECT_EQ(value_at(row_of("1.3.1 COUNTER32 70 ~ rate=3/s"), time).number, 30U);
  EXPECT_EQ(value_at(row_of("1.3.1 COUNTER64 70"), time).number, 0U);
  EXPECT_EQ(value_at(row_of("1.3.1 GAUGE32 70"), time).number, 70U);
}

TEST(Motion, gauges_stay_within_their_bounds_and_use_them) {
  for (const char* line : {"1.3.1 INTEGER 0 ~ sine min=-30 max=-20 period=600s",
                           "1.3.1 INTEGER 0 ~ walk min=-30 max=-20 period=60s"}) {
    const Row row = row_of(line);
    std::int64_t least = 0;
    std::int64_t most = -100;
    for (int minute = 0; minute < 200; ++minute) {
      const std::int64_t number = signed_at(row, {minutes(minute)});
      least = std::min(least, number);
      most = std::max(most, number);
    }
    EXPECT_GE(least, -30) << line;
    EXPECT_LE(most, -20) << line;
    EXPECT_GE(most - least, 8) << line;
  }
}

TEST(Motion, gauges_reported_as_counters_or_as_text_swing_too) {
  const Row counter = row_of("1.3.1 COUNTER32 5 ~ sine min=3 max=4 period=60s");
  EXPECT_THAT(value_at(counter, {seconds(9)}).number, testing::AnyOf(3U, 4U));
  const Row text = row_of("1.3.1 STRING \"5\" ~ walk min=-4 max=-3 period=60s");
  EXPECT_THAT(value_at(text, {seconds(9)}).bytes, testing::AnyOf("-4", "-3"));
}

TEST(Motion, an_integer_may_count_seconds_and_restarts_with_the_device) {
  const Row row = row_of("1.3.1 INTEGER 100 ~ rate=1/s");
  EXPECT_EQ(signed_at(row, {seconds(7)}), 107);
  EXPECT_EQ(signed_at(row, {seconds(7), seconds(5), true, 0}), 2);
}

TEST(Motion, two_devices_with_one_walk_differ_and_each_is_reproducible) {
  const Row row = row_of("1.3.1 GAUGE32 0 ~ walk min=0 max=1000000");
  const auto at = [&](std::uint64_t seed) {
    return value_at(row, {seconds(30), {}, false, seed}).number;
  };
  EXPECT_NE(at(1), at(2));
  EXPECT_EQ(at(1), at(1));
}

TEST(Motion, a_fading_row_sinks_evenly_and_stays_down) {
  Row row = row_of("1.3.1 INTEGER -2000");
  row.fade = Fade{seconds(10), seconds(20), 600};
  EXPECT_EQ(signed_at(row, {seconds(10)}), -2000);
  EXPECT_EQ(signed_at(row, {seconds(15)}), -2300);
  EXPECT_EQ(signed_at(row, {seconds(30)}), -2600);
}

MibTree tree_of(std::string_view text) {
  return MibTree(*parse_walk(text, "test.walk"));
}

TEST(MibTree, orders_rows_by_number_and_finds_successors) {
  const MibTree tree = tree_of("1.3.10 INTEGER 3\n1.3.9 INTEGER 2\n1.3.9.1 INTEGER 5\n");
  ASSERT_EQ(tree.size(), 3U);
  EXPECT_EQ(tree.row(0).oid, (Oid{1, 3, 9}));
  EXPECT_EQ(tree.row(1).oid, (Oid{1, 3, 9, 1}));
  EXPECT_EQ(tree.row(2).oid, (Oid{1, 3, 10}));
  EXPECT_EQ(tree.after({1, 3}), 0U);
  EXPECT_EQ(tree.after({1, 3, 9}), 1U);
  EXPECT_EQ(tree.after({1, 3, 9, 0, 7}), 1U);
  EXPECT_EQ(tree.after({1, 3, 10}), 3U);
  EXPECT_EQ(tree.find({1, 3, 10}), 2U);
  EXPECT_EQ(tree.find({1, 3, 8}), 3U);
}

TEST(MibTree, applies_changes_and_new_rows_to_a_copy) {
  const MibTree tree = tree_of("1.3.1 INTEGER 1\n1.3.3 INTEGER 3\n");
  const MibTree changed = tree.with({row_of("1.3.1 INTEGER 9"), row_of("1.3.2 INTEGER 2")});
  ASSERT_EQ(changed.size(), 3U);
  EXPECT_EQ(changed.row(0).value.number, 9U);
  EXPECT_EQ(changed.row(1).oid, (Oid{1, 3, 2}));
  EXPECT_EQ(tree.row(0).value.number, 1U);
}

}  // namespace
}  // namespace commune::simulator
