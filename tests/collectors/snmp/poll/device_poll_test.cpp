#include "collectors/snmp/poll/device_poll.hpp"

#include "tests/collectors/snmp/poll/fake_device.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using namespace std::chrono_literals;

const Oid kUpTime{1, 3, 6, 1, 2, 1, 1, 3, 0}, kObjectId{1, 3, 6, 1, 2, 1, 1, 2, 0},
    kDescr{1, 3, 6, 1, 2, 1, 1, 1, 0};
const Oid kName{1, 3, 6, 1, 5, 1}, kBytes{1, 3, 6, 1, 5, 2}, kErrors{1, 3, 6, 1, 5, 3},
    kOther{1, 3, 6, 1, 6, 1};

Value number(std::int64_t value) {
  return Integer{IntegerType::integer32, value};
}
Value ticks(std::int64_t value) {
  return Integer{IntegerType::time_ticks, value};
}

Column column(const std::string& name, const Oid& oid, bool constant = false) {
  Column made;
  made.name = name;
  made.oid = oid;
  made.constant = constant;
  return made;
}

ProfilePtr profile(bool optional_other = false) {
  auto made = std::make_shared<Profile>();
  made->name = "generic";
  Table system;
  system.name = "system";
  system.scalar = true;
  system.columns = {column("uptime", kUpTime), column("descr", kDescr, true)};
  Table ports;
  ports.name = "ports";
  ports.columns = {column("name", kName, true), column("bytes", kBytes), column("errors", kErrors)};
  Table other;
  other.name = "other";
  other.columns = {column("value", kOther)};
  other.optional = optional_other;
  made->add(system);
  made->add(ports);
  made->add(other);
  return made;
}

class OneReader final : public Readers {
 public:
  OneReader() { use(profile()); }
  void use(const ProfilePtr& profile) {
    auto interpretation = Interpretation::compile(profile);
    if (!interpretation) throw std::logic_error(interpretation.error().message());
    reader_ = std::make_shared<Reader>(Reader{*interpretation, make_plan(*profile)});
  }
  void optional_other() { use(profile(true)); }
  std::vector<Oid> probes(const DeviceFacts&) const override { return {}; }
  std::shared_ptr<const Reader> choose(const DeviceFacts& facts) const override {
    seen = facts;
    return reader_;
  }
  mutable DeviceFacts seen;

 private:
  std::shared_ptr<const Reader> reader_;
};

class DevicePollTest : public testing::Test {
 protected:
  DevicePollTest() : memory(25) {
    device.values = {{kUpTime, ticks(100'000)},
                     {kObjectId, Oid{1, 3, 6, 1, 4, 1, 9}},
                     {kDescr, std::string("box")},
                     {kOther.with(1), number(7)}};
    for (std::uint32_t i = 1; i <= 3; ++i) {
      device.values[kName.with(i)] = "eth" + std::to_string(i);
      device.values[kBytes.with(i)] = number(std::int64_t{1000} * i);
      device.values[kErrors.with(i)] = number(i);
    }
  }

  // Tables "t0" to "t4" of one changing column each, read after those of the profile; with a column
  // of names where `named`. "t1" has `width_of_t1` columns.
  void add_tables(bool named = false, std::uint32_t width_of_t1 = 1) {
    auto made = std::make_shared<Profile>(*profile());
    for (std::uint32_t t = 0; t < 5; ++t) {
      Table table;
      table.name = "t" + std::to_string(t);
      table.columns = {column("value", extra(t))};
      if (named) table.columns.push_back(column("name", extra(t).with(9), true));
      for (std::uint32_t i = 1; t == 1 && i < width_of_t1; ++i)
        table.columns.push_back(column("c" + std::to_string(i), extra(t).with(i + 1)));
      made->add(table);
      device.values[extra(t).with(1)] = number(t);
    }
    readers.use(made);
  }
  static Oid extra(std::uint32_t table) { return Oid{1, 3, 6, 1, 7}.with(table); }
  static bool asks(const Request& request, std::uint32_t table) {
    return request.oids.front().starts_with(extra(table));
  }

  PollResult poll(int retries = 0) {
    const Patience patience{2s, retries, device.now + 27s};
    DevicePoll poll(device, memory, figures, readers, patience, [this] { return device.now; });
    PollResult result;
    bool done = false;
    poll.start([&](PollResult ended) {
      result = std::move(ended);
      done = true;
    });
    device.run();
    EXPECT_TRUE(done);
    return result;
  }

  // Half a minute later, the device's clock too.
  void pass(std::chrono::seconds time) {
    device.now += time;
    device.values[kUpTime] =
        ticks(std::get<Integer>(device.values[kUpTime]).value + time.count() * 100);
    device.requests.clear();
  }

  FakeDevice device;
  DeviceMemory memory;
  RequestFigures figures;
  OneReader readers;
};

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

TEST_F(DevicePollTest, lets_an_optional_table_be_for_fifteen_minutes_once_it_was_empty) {
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

TEST_F(DevicePollTest, reads_names_again_and_recognises_anew_after_a_restart) {
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

TEST_F(DevicePollTest, a_row_that_went_is_gone_with_its_name) {
  poll();
  for (const auto& oid : {kName, kBytes, kErrors})
    device.values.erase(oid.with(2));
  pass(30s);
  const auto result = poll();
  EXPECT_EQ(result.data.tables[1].rows.size(), 2u);
  EXPECT_FALSE(result.data.tables[1].rows.contains(Oid{2}));
}

TEST_F(DevicePollTest, gives_up_a_silent_device_after_its_retries_without_asking_for_its_tables) {
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

TEST_F(DevicePollTest, a_table_that_fails_costs_the_others_nothing) {
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

TEST_F(DevicePollTest, an_empty_answer_between_two_silent_tables_keeps_the_poll_going) {
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

TEST_F(DevicePollTest, an_error_status_between_two_silent_tables_keeps_the_poll_going) {
  // SNMPv1 has no smaller request than a GETNEXT of the table's columns.
  add_tables(false, 3);
  device.v1 = true;
  device.most_varbinds = 2;
  device.drop = [](const Request& request) { return asks(request, 0) || asks(request, 2); };
  const auto result = poll();
  EXPECT_EQ(result.data.tables[4].failure, "the device answers with error status 1");
  EXPECT_TRUE(result.data.tables[6].complete);
}

TEST_F(DevicePollTest, names_that_are_answered_between_two_silences_keep_the_poll_going) {
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

TEST_F(DevicePollTest, scalars_that_are_answered_between_two_silences_keep_the_poll_going) {
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

TEST_F(DevicePollTest, a_table_without_an_answer_is_one_silence_its_names_are_not_asked_for) {
  add_tables(true);
  device.drop = [](const Request& request) { return asks(request, 0); };
  const auto result = poll();
  EXPECT_EQ(result.data.tables[3].failure, "no answer");
  EXPECT_EQ(std::count_if(device.requests.begin(), device.requests.end(),
                          [](const Request& request) { return asks(request, 0); }),
            1);
  EXPECT_TRUE(result.data.tables[4].complete);
}

TEST_F(DevicePollTest, two_silent_tables_in_a_row_end_the_poll) {
  add_tables();
  device.drop = [](const Request& request) { return asks(request, 1) || asks(request, 2); };
  const auto result = poll();
  EXPECT_TRUE(result.data.tables[3].complete);
  EXPECT_EQ(result.data.tables[5].failure, "no answer");
  EXPECT_FALSE(result.data.tables[6].complete);
  EXPECT_FALSE(asks(device.requests.back(), 3));
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

TEST_F(DevicePollTest, falls_back_to_getnext_when_getbulk_is_broken) {
  device.bulk_is_silent = true;
  EXPECT_FALSE(poll(1).data.tables[1].complete);
  pass(30s);
  const auto result = poll(1);
  EXPECT_TRUE(result.data.tables[1].complete);
  EXPECT_EQ(result.data.tables[1].rows.at(Oid{3}),
            (Row{std::string("eth3"), number(3000), number(3)}));
  EXPECT_EQ(device.count(Request::Type::get_bulk), 0u);
}

TEST_F(DevicePollTest, asks_for_less_the_last_time_when_replies_do_not_come) {
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

TEST_F(DevicePollTest, a_line_that_loses_packets_does_not_shrink_the_requests) {
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

TEST_F(DevicePollTest, full_requests_answered_at_the_second_attempt_do_not_shrink_the_requests) {
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

TEST_F(DevicePollTest, reads_an_snmpv1_device_that_lacks_a_scalar_and_asks_for_it_no_more) {
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

TEST_F(DevicePollTest, a_device_that_has_none_of_the_scalars_has_answered_all_the_same) {
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

TEST_F(DevicePollTest, ends_at_its_deadline) {
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
