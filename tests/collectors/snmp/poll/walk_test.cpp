#include "collectors/snmp/poll/walk.hpp"

#include "tests/collectors/snmp/poll/fake_device.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

const Oid kA{1, 3, 1}, kB{1, 3, 2};

Value number(std::int64_t value) {
  return Integer{IntegerType::integer32, value};
}

// Lets the device answer until the walk is done; gives the number of requests.
int run(Walk& walk, FakeDevice& device, bool bulk, int repetitions) {
  int requests = 0;
  while (!walk.done() && ++requests < 100) {
    device.send(walk.next(bulk, repetitions, 8), Milliseconds{1}, [&](const Reply& reply) {
      if (reply.outcome == Outcome::error_status)
        walk.finish_column_at(reply.error_index);
      else
        walk.add_reply(reply.varbinds);
    });
    device.run();
  }
  return requests;
}

TEST(Walk, reads_columns_side_by_side) {
  FakeDevice device;
  for (std::uint32_t i = 1; i <= 3; ++i) {
    device.values[kA.with(i)] = number(10 + i);
    device.values[kB.with(i)] = number(20 + i);
  }
  Walk walk({kA, kB});
  EXPECT_EQ(run(walk, device, true, 4), 1);
  EXPECT_EQ(walk.failure(), "");
  EXPECT_EQ(walk.rows(), (Rows{{Oid{1}, {number(11), number(21)}},
                               {Oid{2}, {number(12), number(22)}},
                               {Oid{3}, {number(13), number(23)}}}));
}

TEST(Walk, keeps_values_in_their_rows_when_a_column_has_gaps) {
  FakeDevice device;
  device.values = {{kA.with(1), number(11)},
                   {kA.with(2), number(12)},
                   {kA.with(3), number(13)},
                   {kB.with(2), number(22)}};
  Walk walk({kA, kB});
  run(walk, device, true, 2);
  EXPECT_EQ(walk.rows().at(Oid{1}), (Row{number(11), Absent::no_such_instance}));
  EXPECT_EQ(walk.rows().at(Oid{2}), (Row{number(12), number(22)}));
  EXPECT_EQ(walk.rows().at(Oid{3}), (Row{number(13), Absent::no_such_instance}));
}

TEST(Walk, reads_the_same_by_getnext) {
  FakeDevice device;
  device.v1 = true;
  device.values = {{kA.with(1), number(11)}, {kA.with(7), number(17)}, {kB.with(1), number(21)}};
  Walk walk({kA, kB});
  run(walk, device, false, 0);
  EXPECT_EQ(walk.failure(), "");
  EXPECT_EQ(walk.rows(), (Rows{{Oid{1}, {number(11), number(21)}},
                               {Oid{7}, {number(17), Absent::no_such_instance}}}));
}

TEST(Walk, stops_when_a_device_repeats_an_oid) {
  Walk walk({kA});
  walk.next(true, 10, 8);
  walk.add_reply({{kA.with(1), number(1)}, {kA.with(2), number(2)}, {kA.with(2), number(2)}});
  EXPECT_TRUE(walk.done());
  EXPECT_EQ(walk.failure(), "OIDs do not increase: 1.3.1.2 after 1.3.1.2");
  EXPECT_EQ(walk.rows().size(), 2u);
}

TEST(Walk, stops_when_a_device_goes_back) {
  Walk walk({kA});
  walk.next(true, 10, 8);
  walk.add_reply({{kA.with(5), number(1)}, {kA.with(3), number(2)}});
  EXPECT_EQ(walk.failure(), "OIDs do not increase: 1.3.1.3 after 1.3.1.5");
}

TEST(Walk, stops_when_a_table_has_no_end) {
  Walk walk({kA}, {.rows = 5, .bytes = 1 << 20});
  walk.next(true, 10, 8);
  VarbindList varbinds;
  for (std::uint32_t i = 1; i <= 10; ++i)
    varbinds.push_back({kA.with(i), number(1)});
  walk.add_reply(varbinds);
  EXPECT_TRUE(walk.done());
  EXPECT_EQ(walk.failure(), "more than 5 rows: taken for endless");
}

TEST(Walk, stops_when_replies_grow_too_large) {
  Walk walk({kA}, {.rows = 100, .bytes = 3000});
  walk.next(true, 10, 8);
  walk.add_reply({{kA.with(1), std::string(2000, 'x')}, {kA.with(2), std::string(2000, 'x')}});
  EXPECT_EQ(walk.failure(), "more than 3000 bytes: taken for endless");
}

TEST(Walk, ends_on_an_empty_answer_instead_of_asking_for_ever) {
  Walk walk({kA});
  walk.next(true, 10, 8);
  walk.add_reply({});
  EXPECT_TRUE(walk.done());
  EXPECT_EQ(walk.failure(), "the device answered with an empty list");
}

TEST(Walk, requests_few_columns_at_a_time_on_demand_those_furthest_behind_first) {
  Walk walk({kA, kB});
  EXPECT_EQ(walk.next(true, 1, 1).oids, std::vector<Oid>{kA});
  walk.add_reply({{kA.with(1), number(1)}});
  EXPECT_EQ(walk.next(true, 1, 1).oids, std::vector<Oid>{kB});
}

}  // namespace
}  // namespace commune::snmp
