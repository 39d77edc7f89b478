#include "collectors/snmp/poll/readers.hpp"

#include "tests/collectors/snmp/poll/device_poll_fixture.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<const ProfileReaders> two_families() {
  auto box = std::make_shared<Profile>(*profile());
  box->name = "box";
  box->add({});
  return ProfileReaders::make({profile(), box}).value();
}

TEST_F(DevicePollTest, a_device_with_a_named_profile_keeps_it_after_a_restart) {
  const auto families = two_families();
  const NamedReader named(families, "box");
  memory.adopt(families->named("box"));
  poll_with(named);
  pass(30s);
  device.values[kUpTime] = ticks(500);
  EXPECT_TRUE(poll_with(named).restarted);
  EXPECT_EQ(memory.reader->interpretation->profile().name, "box");
}

}  // namespace
}  // namespace commune::snmp
