// No memory for the threads of remote write: the agent lives, and samples are delivered later.
#include "exporters/remote_write/remote_write.hpp"
#include "tests/core/runtime/failing_memory.hpp"
#include "tests/exporters/remote_write/gateway.hpp"
#include "tests/exporters/remote_write/receiver_end.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write::testing {
namespace {

using commune::testing::FailingMemory;

class RemoteWriteMemory : public ::testing::TestWithParam<std::string> {};

TEST_P(RemoteWriteMemory, failed_allocations_are_counted_and_samples_arrive_after_them) {
  const Directory directory;
  ReceiverEnd end([](const Request&) { return ReceiverEnd::answer("204 No Content"); });
  Dependencies dependencies;
  dependencies.page = [] { return std::string("commune_device_up{device=\"ap-1\"} 1\n"); };
  dependencies.clock_known = [] { return true; };
  dependencies.boot_id = "boot-1";
  const auto record = dependencies.record;
  Options options;
  options.directory = directory.path();
  options.instance = "ca";
  Receiver receiver;
  receiver.id = "central";
  receiver.url = end.url();
  receiver.interval = 20ms;
  options.receivers = {receiver};

  const FailingMemory none(GetParam(), 3);
  RemoteWrite remote_write(dependencies);
  ASSERT_TRUE(remote_write.use(options));
  end.wait_for_request();
  remote_write.stop();
  EXPECT_EQ(FailingMemory::left(), 0);
  EXPECT_GE(record->failures(), 1U);
  EXPECT_LE(record->failures(), 3U);
}

INSTANTIATE_TEST_SUITE_P(EachThread, RemoteWriteMemory,
                         ::testing::Values("remote-collect", "remote-send"),
                         [](const auto& thread) { return thread.index == 0 ? "collect" : "send"; });

}  // namespace
}  // namespace commune::remote_write::testing
