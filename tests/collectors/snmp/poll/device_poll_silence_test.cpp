// What a poll does when answers do not come.
#include "collectors/snmp/poll/device_poll.hpp"
#include "tests/collectors/snmp/poll/device_poll_fixture.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using namespace std::chrono_literals;

class DevicePollSilenceTest : public DevicePollTest {};

TEST_F(DevicePollSilenceTest,
       gives_up_a_silent_device_after_its_retries_without_asking_for_its_tables) {
  poll();
  pass(30s);
  device.silent = true;
  const auto result = poll(2);
  EXPECT_FALSE(result.answered);
  EXPECT_EQ(device.requests.size(), 3u);
  EXPECT_EQ(figures.retries, 2u);
  EXPECT_EQ(figures.failures.at("timeout"), 3u);
  EXPECT_EQ(result.failure, "no answer, asked 3 times");
  EXPECT_EQ(result.data.tables[1].failure, "no answer, asked 3 times");
}

TEST_F(DevicePollSilenceTest, a_failed_table_does_not_affect_the_others) {
  poll();
  pass(30s);
  device.drop = [](const Request& request) { return request.oids.front().starts_with(kBytes); };
  const auto result = poll();
  EXPECT_TRUE(result.answered);
  EXPECT_FALSE(result.data.tables[1].complete);
  EXPECT_EQ(result.data.tables[1].failure, "no answer");
  EXPECT_TRUE(result.data.tables[2].complete);
  EXPECT_EQ(result.data.tables[2].rows.at(Oid{1}), Row{number(7)});
}

TEST_F(DevicePollSilenceTest, an_empty_answer_between_two_silent_tables_keeps_the_poll_going) {
  add_tables();
  device.values.erase(extra(1).with(1));
  device.drop = [](const Request& request) { return asks(request, 0) || asks(request, 2); };
  const auto result = poll();
  EXPECT_EQ(result.data.tables[3].failure, "no answer");
  EXPECT_TRUE(result.data.tables[4].complete);
  EXPECT_TRUE(result.data.tables[4].rows.empty());
  EXPECT_EQ(result.data.tables[5].failure, "no answer");
  EXPECT_TRUE(result.data.tables[6].complete);
  EXPECT_EQ(result.data.tables[7].rows.at(Oid{1}), Row{number(4)});
}

TEST_F(DevicePollSilenceTest, an_error_status_between_two_silent_tables_keeps_the_poll_going) {
  // SNMPv1 has no smaller request than a GETNEXT of the table's columns.
  add_tables(false, 3);
  device.v1 = true;
  device.most_varbinds = 2;
  device.drop = [](const Request& request) { return asks(request, 0) || asks(request, 2); };
  const auto result = poll();
  EXPECT_EQ(result.data.tables[4].failure, "the device answers with error status 1");
  EXPECT_TRUE(result.data.tables[6].complete);
}

TEST_F(DevicePollSilenceTest, names_that_are_answered_between_two_silences_keep_the_poll_going) {
  add_tables();
  poll();
  pass(16min);
  // The first rows of "ports" come, then the values fall silent, and the names come again.
  device.most_varbinds = 2;
  device.drop = [](const Request& request) {
    const Oid& first = request.oids.front();
    return (first.starts_with(kBytes) && first != kBytes) || first.starts_with(kOther);
  };
  const auto result = poll();
  EXPECT_EQ(result.data.tables[1].failure, "no answer");
  EXPECT_EQ(result.data.tables[2].failure, "no answer");
  EXPECT_TRUE(result.data.tables[3].complete);
}

TEST_F(DevicePollSilenceTest, scalars_that_are_answered_between_two_silences_keep_the_poll_going) {
  // Three GETs: the second is lost, the third answered, then one table is silent.
  auto made = std::make_shared<Profile>(*profile());
  Table many;
  many.name = "many";
  many.scalar = true;
  for (std::uint32_t i = 0; i < 2 * kScalarsInGet; ++i) {
    many.columns.push_back(column("s" + std::to_string(i), extra(9).with(i)));
    device.values[extra(9).with(i)] = number(i);
  }
  made->add(many);
  readers.use(made);
  device.drop = [gets = 0](const Request& request) mutable {
    if (request.type == Request::Type::get) return ++gets == 3;  // the first recognises
    return request.oids.front().starts_with(kBytes);
  };
  const auto result = poll();
  EXPECT_EQ(result.data.tables[1].failure, "no answer");
  EXPECT_EQ(result.data.tables[2].rows.at(Oid{1}), Row{number(7)});
}

TEST_F(DevicePollSilenceTest,
       a_table_without_an_answer_is_one_silence_its_names_are_not_asked_for) {
  add_tables(true);
  device.drop = [](const Request& request) { return asks(request, 0); };
  const auto result = poll();
  EXPECT_EQ(result.data.tables[3].failure, "no answer");
  EXPECT_EQ(std::count_if(device.requests.begin(), device.requests.end(),
                          [](const Request& request) { return asks(request, 0); }),
            1);
  EXPECT_TRUE(result.data.tables[4].complete);
}

TEST_F(DevicePollSilenceTest, two_silent_tables_in_a_row_end_the_poll) {
  add_tables();
  device.drop = [](const Request& request) { return asks(request, 1) || asks(request, 2); };
  const auto result = poll();
  EXPECT_TRUE(result.data.tables[3].complete);
  EXPECT_EQ(result.data.tables[5].failure, "no answer");
  EXPECT_FALSE(result.data.tables[6].complete);
  EXPECT_FALSE(asks(device.requests.back(), 3));
}

TEST_F(DevicePollSilenceTest, falls_back_to_getnext_when_getbulk_is_broken) {
  device.bulk_is_silent = true;
  EXPECT_FALSE(poll(1).data.tables[1].complete);
  pass(30s);
  const auto result = poll(1);
  EXPECT_TRUE(result.data.tables[1].complete);
  EXPECT_EQ(result.data.tables[1].rows.at(Oid{3}),
            (Row{std::string("eth3"), number(3000), number(3)}));
  EXPECT_EQ(device.count(Request::Type::get_bulk), 0u);
}

TEST_F(DevicePollSilenceTest, asks_for_less_the_last_time_when_replies_do_not_come) {
  poll();
  pass(30s);
  // Large replies get lost on the way.
  device.drop = [](const Request& request) {
    return request.type == Request::Type::get_bulk && request.max_repetitions > 2;
  };
  const auto result = poll(2);
  EXPECT_TRUE(result.data.tables[1].complete);
  EXPECT_EQ(result.data.tables[1].rows.size(), 3u);
}

TEST_F(DevicePollSilenceTest, a_line_that_loses_packets_does_not_shrink_the_requests) {
  poll();
  int sent = 0;
  device.drop = [&](const Request&) { return ++sent % 3 == 0; };
  for (int i = 0; i < 20; ++i) {
    pass(30s);
    EXPECT_TRUE(poll(2).data.tables[1].complete);
  }
  EXPECT_EQ(memory.bulk.columns(), BulkSize::kMostColumns);
  EXPECT_EQ(memory.bulk.repetitions(100, 1), 25);
}

TEST_F(DevicePollSilenceTest,
       full_requests_answered_at_the_second_attempt_do_not_shrink_the_requests) {
  poll();
  // In turn: the full request lost twice and half of it answered, the full one lost once.
  device.drop = [sent = 0](const Request& request) mutable {
    if (request.type != Request::Type::get_bulk) return false;
    const int attempt = sent++ % 5;
    return attempt == 0 || attempt == 1 || attempt == 3;
  };
  for (int i = 0; i < 6; ++i) {
    pass(30s);
    EXPECT_TRUE(poll(2).data.tables[1].complete);
  }
  EXPECT_EQ(memory.bulk.repetitions(100, 1), 25);
}

TEST_F(DevicePollSilenceTest, ends_at_its_deadline) {
  device.drop = [this](const Request&) {
    device.now += 10s;
    return false;
  };
  const auto result = poll();
  EXPECT_TRUE(result.answered);
  EXPECT_FALSE(result.data.tables[2].complete);
  EXPECT_EQ(result.failure, "the time for this poll is up");
}

}  // namespace
}  // namespace commune::snmp
