// The collector with its threads, on the loopback of a network namespace of its own.
#include <cstdlib>
#include <functional>
#include <optional>

#include "collectors/capture/capture_collector.hpp"
#include "core/model/quantity_table.hpp"
#include "tests/collectors/last_message.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::capture {
namespace {

using namespace std::chrono_literals;

double sum(const DeviceReadings& readings, QuantityName quantity) {
  double all = 0;
  for (const Reading& reading : readings.readings)
    if (reading.quantity == quantity) all += reading.value;
  return all;
}

std::function<bool(const DeviceReadings&)> says(QuantityName quantity, double value) {
  return [=](const DeviceReadings& readings) { return sum(readings, quantity) == value; };
}

Options loopback() {
  Interface interface;
  interface.id = "lo";
  interface.lan = {parse_prefix("127.0.0.0/8").value()};
  return {{interface}};
}

class Capturing : public testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0 || unshare(CLONE_NEWNET) != 0)
      GTEST_SKIP() << "a network namespace is made by root alone";
  }
  void TearDown() override {
    if (socket_ >= 0) close(socket_);
  }

  static void set_loopback(const char* state) {
    const std::string command = std::string("ip link set lo ") + state;
    ASSERT_EQ(std::system(command.c_str()), 0);
  }

  /// To an open socket, so that no ICMP error comes back.
  void send_packets(int count) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(7777);
    const auto* address = reinterpret_cast<const sockaddr*>(&to);
    if (socket_ < 0) {
      socket_ = socket(AF_INET, SOCK_DGRAM, 0);
      ASSERT_EQ(bind(socket_, address, sizeof(to)), 0);
    }
    for (int i = 0; i < count; ++i)
      ASSERT_EQ(sendto(socket_, "x", 1, 0, address, sizeof(to)), 1);
  }

  test::LastMessage sink_;
  int socket_ = -1;
};

TEST_F(Capturing, counts_packets_whenever_its_interface_is_up) {
  CaptureCollector collector(loopback(), sink_);
  collector.start();
  ASSERT_TRUE(sink_.wait_for([](const DeviceReadings& readings) {
    return readings.failure == "lo: the interface is down; waiting for it";
  }));
  double sent = 0;
  for (int i = 0; i < 2; ++i) {
    set_loopback("up");
    ASSERT_TRUE(sink_.wait_for(says("capture.up", 1)));
    send_packets(10);
    sent += 10;
    ASSERT_TRUE(sink_.wait_for(says("capture.packets", sent)));
    set_loopback("down");
    ASSERT_TRUE(sink_.wait_for(says("capture.up", 0)));
  }
  collector.stop();
}

TEST_F(Capturing, keeps_counting_over_a_reload) {
  set_loopback("up");
  CaptureCollector collector(loopback(), sink_);
  collector.start();
  ASSERT_TRUE(sink_.wait_for(says("capture.up", 1)));
  send_packets(10);
  ASSERT_TRUE(sink_.wait_for(says("capture.packets", 10)));
  collector.replace(loopback());
  Options changed = loopback();
  changed.interfaces[0].classes = {{"game", {17}, {{7777, 7777}}, {}}};
  collector.replace(changed);
  sink_.forget();
  ASSERT_TRUE(sink_.wait_for(says("capture.up", 1)));
  ASSERT_TRUE(sink_.wait_for(says("capture.packets", 10)));
  collector.replace({});
  EXPECT_TRUE(sink_.wait_for([](const DeviceReadings& readings) { return readings.rows.empty(); }));
  collector.replace(loopback());
  EXPECT_TRUE(sink_.wait_for([](const DeviceReadings& readings) {
    return !readings.rows.empty() && sum(readings, "capture.packets") == 0;
  }));
}

TEST_F(Capturing, counts_only_packets_that_pass_its_filter) {
  set_loopback("up");
  Options filtered = loopback();
  filtered.interfaces[0].filter = "udp port 9999";
  CaptureCollector collector(filtered, sink_);
  collector.start();
  ASSERT_TRUE(sink_.wait_for(says("capture.up", 1)));
  send_packets(10);
  filtered.interfaces[0].filter = "udp port 7777";
  collector.replace(filtered);
  sink_.forget();
  ASSERT_TRUE(sink_.wait_for(says("capture.up", 1)));
  send_packets(5);
  EXPECT_TRUE(sink_.wait_for(says("capture.packets", 5)));
}

TEST_F(Capturing, reports_a_missing_interface_and_stops) {
  Options options = loopback();
  options.interfaces[0].id = "none0";
  CaptureCollector collector(options, sink_);
  collector.start();
  EXPECT_TRUE(sink_.wait_for([](const DeviceReadings& readings) {
    return readings.failure == "none0: there is no such interface; waiting for it" &&
           sum(readings, "capture.up") == 0;
  }));
  collector.stop();
  const int count = sink_.count();
  collector.stop();
  EXPECT_EQ(sink_.count(), count);
}

TEST_F(Capturing, without_interfaces_publishes_nothing) {
  CaptureCollector collector({}, sink_);
  collector.start();
  collector.replace({});
  collector.stop();
  EXPECT_EQ(sink_.count(), 0);
}

}  // namespace
}  // namespace commune::capture
