#include "collectors/snmp/poll/device_poll.hpp"

#include "tests/collectors/snmp/poll/device_poll_fixture.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using namespace std::chrono_literals;

TEST_F(DevicePollTest, recognises_a_new_device_and_reads_all_of_it) {
  const auto result = poll();
  EXPECT_TRUE(result.answered);
  EXPECT_EQ(result.failure, "");
  EXPECT_EQ(readers.seen.sys_descr, "box");
  EXPECT_EQ(readers.seen.sys_object_id, (Oid{1, 3, 6, 1, 4, 1, 9}));
  EXPECT_EQ(result.data.tables[0].rows.at(Oid()), (Row{ticks(100'000), std::string("box")}));
  EXPECT_EQ(result.data.tables[1].rows.at(Oid{2}),
            (Row{std::string("eth2"), number(2000), number(2)}));
  EXPECT_EQ(result.data.tables[2].rows.at(Oid{1}), Row{number(7)});
  for (const auto& table : result.data.tables)
    EXPECT_TRUE(table.complete);
}

TEST_F(DevicePollTest, asks_a_known_device_for_what_changes_alone_in_one_request_a_table) {
  poll();
  pass(30s);
  const auto result = poll();
  EXPECT_EQ(device.count(Request::Type::get), 1u);
  EXPECT_EQ(device.count(Request::Type::get_bulk), 2u);
  EXPECT_EQ(device.requests[1].oids, (std::vector<Oid>{kBytes, kErrors}));
  EXPECT_EQ(device.requests[1].max_repetitions, 4);
  EXPECT_EQ(result.data.tables[1].rows.at(Oid{3}),
            (Row{std::string("eth3"), number(3000), number(3)}));
  EXPECT_EQ(result.data.tables[0].rows.at(Oid()), (Row{ticks(103'000), std::string("box")}));
}

TEST_F(DevicePollTest,
       asks_one_column_alone_whether_a_table_goes_on_where_the_rows_filled_a_reply) {
  // Two columns: thirty rows fill a reply.
  for (std::uint32_t i = 4; i <= 25; ++i) {
    device.values[kBytes.with(i)] = number(i);
    device.values[kErrors.with(i)] = number(i);
  }
  poll();
  pass(30s);
  EXPECT_EQ(poll().data.tables[1].rows.size(), 25u);
  ASSERT_EQ(device.requests.size(), 4u);
  EXPECT_EQ(device.requests[1].max_repetitions, 25);
  EXPECT_EQ(device.requests[2].oids, std::vector<Oid>{kBytes.with(25)});
  EXPECT_EQ(device.requests[2].max_repetitions, 1);
}

TEST_F(DevicePollTest, finds_the_rows_that_came_after_the_last_one_known) {
  for (std::uint32_t i = 4; i <= 25; ++i) {
    device.values[kBytes.with(i)] = number(i);
    device.values[kErrors.with(i)] = number(i);
  }
  poll();
  pass(30s);
  device.values[kBytes.with(26)] = number(260);
  device.values[kErrors.with(26)] = number(26);
  const auto result = poll();
  EXPECT_TRUE(result.data.tables[1].complete);
  EXPECT_EQ(result.data.tables[1].rows.at(Oid{26}),
            (Row{Absent::no_such_instance, number(260), number(26)}));
}

TEST_F(DevicePollTest, skips_an_optional_table_for_fifteen_minutes_once_it_was_empty) {
  readers.optional_other();
  device.values.erase(kOther.with(1));
  poll();
  const auto asked = [&] {
    return std::any_of(device.requests.begin(), device.requests.end(), [](const Request& request) {
      return request.oids.front().starts_with(kOther);
    });
  };
  EXPECT_TRUE(asked());
  device.values[kOther.with(1)] = number(7);
  pass(14min);
  const auto result = poll();
  EXPECT_FALSE(asked());
  EXPECT_TRUE(result.data.tables[2].complete);
  EXPECT_TRUE(result.data.tables[2].skipped);
  pass(2min);
  EXPECT_EQ(poll().data.tables[2].rows.at(Oid{1}), Row{number(7)});
}

TEST_F(DevicePollTest, reads_names_again_after_fifteen_minutes) {
  poll();
  device.values[kName.with(1)] = std::string("uplink");
  pass(10min);
  EXPECT_EQ(poll().data.tables[1].rows.at(Oid{1})[0], Value(std::string("eth1")));
  pass(6min);
  EXPECT_EQ(poll().data.tables[1].rows.at(Oid{1})[0], Value(std::string("uplink")));
}

TEST_F(DevicePollTest, reads_names_again_when_a_row_comes) {
  poll();
  device.values[kName.with(9)] = std::string("ppp0");
  device.values[kBytes.with(9)] = number(9);
  pass(30s);
  EXPECT_EQ(poll().data.tables[1].rows.at(Oid{9})[0], Value(std::string("ppp0")));
}

TEST_F(DevicePollTest, reads_names_and_recognises_the_device_again_after_a_restart) {
  poll();
  device.values[kName.with(1)] = std::string("renumbered");
  readers.seen = {};
  pass(30s);
  device.values[kUpTime] = ticks(500);
  const auto result = poll();
  EXPECT_TRUE(result.restarted);
  EXPECT_EQ(readers.seen.sys_descr, "box");
  EXPECT_EQ(result.data.tables[1].rows.at(Oid{1})[0], Value(std::string("renumbered")));
}

TEST_F(DevicePollTest, a_removed_row_is_gone_with_its_name) {
  poll();
  for (const auto& oid : {kName, kBytes, kErrors})
    device.values.erase(oid.with(2));
  pass(30s);
  const auto result = poll();
  EXPECT_EQ(result.data.tables[1].rows.size(), 2u);
  EXPECT_FALSE(result.data.tables[1].rows.contains(Oid{2}));
}

TEST_F(DevicePollTest, asks_for_half_when_a_device_says_too_big) {
  device.most_varbinds = 4;
  const auto result = poll();
  EXPECT_TRUE(result.data.tables[1].complete);
  EXPECT_EQ(result.data.tables[1].rows.size(), 3u);
  pass(30s);
  poll();
  for (const auto& request : device.requests)
    EXPECT_LE(request.oids.size() * static_cast<std::size_t>(std::max(request.max_repetitions, 1)),
              4u);
}

TEST_F(DevicePollTest, reads_an_snmpv1_device_that_lacks_a_scalar_and_does_not_ask_for_it_again) {
  device.v1 = true;
  device.values.erase(kDescr);
  const auto result = poll();
  EXPECT_TRUE(result.data.tables[1].complete);
  EXPECT_EQ(result.data.tables[1].rows.size(), 3u);
  EXPECT_EQ(result.data.tables[0].rows.at(Oid())[1], Value(Absent::no_such_instance));
  EXPECT_EQ(device.count(Request::Type::get_bulk), 0u);
  pass(16min);
  poll();
  for (const auto& request : device.requests)
    EXPECT_EQ(std::count(request.oids.begin(), request.oids.end(), kDescr), 0);
}

TEST_F(DevicePollTest, a_device_without_any_of_the_scalars_still_counts_as_answering) {
  poll();
  pass(30s);
  device.values.erase(kUpTime);
  device.values.erase(kDescr);
  const auto result = poll();
  EXPECT_TRUE(result.answered);
  EXPECT_EQ(result.failure, "");
  EXPECT_EQ(result.data.tables[2].rows.at(Oid{1}), Row{number(7)});
}

TEST_F(DevicePollTest, a_clock_that_runs_backwards_is_one_restart_a_poll) {
  std::int64_t uptime = 1'000'000;
  device.values[kUpTime] = ticks(uptime);
  poll();
  pass(30s);
  device.drop = [&](const Request&) {
    device.values[kUpTime] = ticks(uptime -= 10'000);
    return false;
  };
  const auto result = poll();
  EXPECT_TRUE(result.restarted);
  EXPECT_TRUE(result.data.tables[2].complete);
  EXPECT_LT(device.requests.size(), 10u);
}

}  // namespace
}  // namespace commune::snmp
