// What goes wrong inside the collector costs one poll, never the collector.
#include <condition_variable>
#include <mutex>
#include <new>

#include "collectors/snmp/snmp_collector.hpp"

#include <asio/ip/udp.hpp>
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

TEST(SnmpCollector, keeps_polling_when_the_sink_throws) {
  struct ThrowingSink final : Sink {
    void publish(DeviceReadingsPtr readings) override {
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

TEST(SnmpCollector, listens_for_traps_once_it_is_started) {
  struct : Sink {
    void publish(DeviceReadingsPtr) override {}
  } sink;
  const auto loopback_at = [](std::uint16_t port) {
    return asio::ip::udp::endpoint(asio::ip::address_v4::loopback(), port);
  };
  asio::io_context io;
  asio::ip::udp::socket probe(io, loopback_at(0));
  const std::uint16_t port = probe.local_endpoint().port();
  probe.close();
  TrapOptions traps;
  traps.listen = std::vector<std::string>{"127.0.0.1:" + std::to_string(port)};
  traps.engine_file = testing::TempDir() + "listening-engine";
  auto collector = SnmpCollector::make({{}, {generic()}, traps}, sink);
  ASSERT_TRUE(collector);
  (*collector)->start();
  std::error_code taken;
  probe.open(asio::ip::udp::v4());
  probe.bind(loopback_at(port), taken);
  EXPECT_EQ(taken, asio::error::address_in_use);
  (*collector)->stop();
}

}  // namespace
}  // namespace commune::snmp
