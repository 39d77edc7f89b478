// What goes wrong inside the collector costs one poll, never the collector.
#include <condition_variable>
#include <mutex>
#include <new>

#include "collectors/snmp/snmp_collector.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using namespace std::chrono_literals;

ProfilePtr generic() {
  auto made = std::make_shared<Profile>();
  made->name = "generic";
  return made;
}

// At a port of loopback where nothing listens: every poll ends at once.
Target closed_port(const std::string& device) {
  Target made;
  made.device = DeviceId{device};
  made.address = "127.0.0.1";
  made.port = 9;
  made.interval = 50ms;
  made.credentials.community = "public";
  return made;
}

TEST(SnmpCollector, polls_on_when_what_it_hands_over_is_thrown_back) {
  struct ThrowingSink final : Sink {
    void take(DeviceReadingsPtr readings) override {
      const std::lock_guard lock(mutex);
      if (++calls <= 4) throw std::bad_alloc();
      ++taken[readings->device.value];
      arrived.notify_all();
    }
    std::mutex mutex;
    std::condition_variable arrived;
    int calls = 0;
    std::map<std::string, int> taken;
  } sink;
  auto collector = SnmpCollector::make({{closed_port("a"), closed_port("b")}, {generic()}}, sink);
  ASSERT_TRUE(collector);
  (*collector)->start();
  {
    std::unique_lock lock(sink.mutex);
    EXPECT_TRUE(sink.arrived.wait_for(
        lock, 20s, [&] { return sink.taken["a"] >= 2 && sink.taken["b"] >= 2; }));
  }
  (*collector)->stop();
}

}  // namespace
}  // namespace commune::snmp
