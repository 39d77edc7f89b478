#include "collectors/snmp/poll/device_memory.hpp"

#include "collectors/snmp/poll/poll_readings.hpp"
#include "tests/collectors/snmp/poll/device_poll_fixture.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using namespace std::chrono_literals;

const WallTime kReadAt{std::chrono::hours(1)};

Table table(const std::string& name, const Oid& oid, bool constant = false) {
  Table made;
  made.name = name;
  made.columns = {column("value", oid, constant)};
  return made;
}

std::shared_ptr<const Reader> reader_of(const std::vector<Table>& tables) {
  auto made = std::make_shared<Profile>();
  made->name = "family";
  for (const Table& each : tables)
    made->add(each);
  return std::make_shared<Reader>(Reader{Interpretation::compile(made).value(), make_plan(*made)});
}

TEST(DeviceMemory, keeps_the_memory_of_a_table_at_another_position_in_another_profile) {
  DeviceMemory memory(25);
  memory.adopt(reader_of({table("ports", kBytes), table("radios", kOther)}));
  memory.tables[0].last_success = kReadAt;
  memory.tables[0].constants = ConstantRows({{Oid{1}, {std::string("ge1")}}});
  memory.adopt(reader_of({table("fans", kErrors), table("ports", kBytes)}));
  ASSERT_EQ(memory.tables.size(), 2u);
  EXPECT_EQ(memory.tables[1].last_success, kReadAt);
  EXPECT_EQ(memory.tables[1].constants.size(), 1u);
}

TEST(DeviceMemory, is_empty_for_a_table_that_replaces_another) {
  DeviceMemory memory(25);
  memory.adopt(reader_of({table("ports", kBytes)}));
  memory.tables[0].last_success = kReadAt;
  memory.tables[0].constants = ConstantRows({{Oid{1}, {std::string("ge1")}}});
  memory.adopt(reader_of({table("fans", kErrors)}));
  EXPECT_FALSE(memory.tables[0].last_success);
  EXPECT_EQ(memory.tables[0].constants.size(), 0u);
}

TEST(DeviceMemory, drops_the_memory_of_a_table_whose_columns_changed) {
  DeviceMemory memory(25);
  memory.adopt(reader_of({table("ports", kBytes)}));
  for (const Table& changed : {table("ports", kErrors), table("ports", kBytes, true)}) {
    memory.tables[0].last_success = kReadAt;
    memory.adopt(reader_of({changed}));
    EXPECT_FALSE(memory.tables[0].last_success);
  }
}

TEST(DeviceMemory, is_empty_for_a_table_that_was_removed_and_added_again) {
  DeviceMemory memory(25);
  memory.adopt(reader_of({table("ports", kBytes)}));
  memory.tables[0].last_success = kReadAt;
  memory.adopt(reader_of({}));
  memory.adopt(reader_of({table("ports", kBytes)}));
  EXPECT_FALSE(memory.tables[0].last_success);
}

class DeviceMemoryOfPolls : public DevicePollTest {
 protected:
  DeviceReadings readings_of(const PollResult& result) {
    return make_readings(DeviceId{"box"}, 30s, result, {}, Moment{kReadAt, MonoTime()}, history,
                         memory);
  }
  PollHistory history;
};

TEST_F(DeviceMemoryOfPolls, a_device_that_became_another_family_shows_no_time_of_another_table) {
  readings_of(poll());
  // Another family: a table before "ports" that is silent, and no "other".
  auto family = std::make_shared<Profile>();
  family->name = "generic";
  const ProfilePtr before = profile();
  family->add(*before->tables[0]);
  family->add(table("radios", extra(0)));
  family->add(*before->tables[1]);
  readers.use(family);
  pass(30s);
  device.values[kUpTime] = ticks(500);
  device.drop = [](const Request& request) {
    return asks(request, 0) || request.oids.front().starts_with(kBytes);
  };
  const auto tables = readings_of(poll()).tables;
  ASSERT_EQ(tables.size(), 3u);
  EXPECT_EQ(tables[1].table, "radios");
  EXPECT_FALSE(tables[1].last_success);
  EXPECT_EQ(tables[2].table, "ports");
  EXPECT_EQ(tables[2].last_success, kReadAt);
}

TEST_F(DeviceMemoryOfPolls, reads_the_constants_of_every_table_that_has_none) {
  poll();
  // "names" is new and stands behind "system", whose constants are known.
  auto longer = std::make_shared<Profile>(*profile());
  Table names = table("names", extra(0).with(0), true);
  names.scalar = true;
  longer->add(names);
  device.values[extra(0).with(0)] = std::string("roof");
  memory.adopt(reader_of({*longer->tables[0], *longer->tables[1], *longer->tables[2], names}));
  pass(30s);
  EXPECT_EQ(poll().data.tables[3].rows.at(Oid()), Row{std::string("roof")});
}

}  // namespace
}  // namespace commune::snmp
