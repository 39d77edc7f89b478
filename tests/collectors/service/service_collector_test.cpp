// The collector as a whole, on its own thread, against servers on loopback.
#include "collectors/service/service_collector.hpp"

#include "tests/collectors/last_message.hpp"
#include "tests/collectors/service/asked.hpp"
#include "tests/collectors/service/local_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::service {
namespace {

using namespace std::chrono_literals;
using namespace testing;

Probe often(Probe probe, std::string id, Milliseconds timeout = 400ms) {
  probe.id = std::move(id);
  probe.interval = 500ms;
  probe.timeout = timeout;
  return probe;
}

LocalServer::Reply well() {
  return [](const std::string&) { return LocalServer::Answer{http("200 OK", "")}; };
}

class Services : public ::testing::Test {
 protected:
  Services() : server(loop, well()), names(loop) {
    port = server.port();
    dead_names = names.port();
    names.silent = true;
    loop.start_thread("servers");
  }
  ~Services() override { loop.stop(); }

  EventLoop loop;
  LocalServer server;
  LocalNameServer names;
  std::uint16_t port = 0, dead_names = 0;
  test::LastMessage sink;
};

TEST_F(Services, are_published_in_the_order_of_the_configuration_before_and_after_their_rounds) {
  ServiceCollector collector(
      {{often(http_probe_at(port), "one"), often(tcp_probe("127.0.0.1", port), "two")}}, sink);
  collector.start();
  const auto readings = sink.wait_for([](const DeviceReadings& now) {
    return now.probes.size() == 2 && now.probes[0].rounds > 0 && now.probes[1].rounds > 0;
  });
  collector.stop();
  ASSERT_TRUE(readings);
  EXPECT_EQ(readings->source, Source::service);
  EXPECT_EQ(readings->device, DeviceId{});
  EXPECT_EQ(readings->interval, 500ms);
  EXPECT_EQ(readings->probes[0].probe, "one");
  EXPECT_TRUE(readings->probes[0].ok);
  EXPECT_EQ(readings->probes[1].probe, "two");
  EXPECT_TRUE(readings->probes[1].ok);
}

TEST_F(Services, without_probes_publish_nothing) {
  ServiceCollector collector({}, sink);
  collector.start();
  collector.stop();
  EXPECT_EQ(sink.count(), 0);
}

TEST_F(Services, keep_their_interval_while_other_names_do_not_resolve) {
  Options options;
  for (int i = 0; i < 10; ++i) {
    Probe dead = often(http_probe("http://one.test/"), "dead-" + std::to_string(i));
    dead.resolver = NameServer{"127.0.0.1", dead_names};
    options.probes.push_back(dead);
  }
  options.probes.push_back(often(http_probe_at(port), "alive"));
  ServiceCollector collector(std::move(options), sink);
  const auto begun = now().mono;
  collector.start();
  const auto readings =
      sink.wait_for([](const DeviceReadings& now) { return now.probes.back().rounds >= 5; });
  collector.stop();
  ASSERT_TRUE(readings);
  EXPECT_TRUE(readings->probes.back().ok);
  // The first within half a second, then one each half second; none was held up by the dead ones.
  EXPECT_LT(readings->probes.back().at - begun, 4s);
  EXPECT_FALSE(readings->probes.front().ok);
  EXPECT_THAT(readings->probes.front().failure, ::testing::HasSubstr("no answer from resolver"));
}

TEST_F(Services, that_stay_keep_their_figures_across_a_reload) {
  const Probe stays = often(http_probe_at(port), "stays");
  ServiceCollector collector({{often(http_probe_at(port), "goes"), stays}}, sink);
  collector.start();
  ASSERT_TRUE(sink.wait_for([](const DeviceReadings& now) {
    return now.probes.size() == 2 && now.probes[1].rounds >= 2;
  }));
  Probe renamed = stays;
  renamed.name = "Tên mới";
  collector.replace({{renamed, often(tcp_probe("127.0.0.1", port), "comes")}});
  const auto readings = sink.wait_for([](const DeviceReadings& now) {
    return now.probes.size() == 2 && now.probes[1].probe == "comes";
  });
  ASSERT_TRUE(readings);
  EXPECT_EQ(readings->probes[0].name, "Tên mới");
  EXPECT_GE(readings->probes[0].rounds, 2);
  EXPECT_TRUE(sink.wait_for([](const DeviceReadings& now) {
    return now.probes[1].probe == "comes" && now.probes[1].rounds > 0;
  }));
  collector.replace({});
  EXPECT_TRUE(sink.wait_for([](const DeviceReadings& now) { return now.probes.empty(); }));
  collector.stop();
}

TEST_F(Services, more_than_may_be_asked_at_once_take_their_turns) {
  Options options;
  for (int i = 0; i < 40; ++i) {
    Probe dead = often(http_probe("http://one.test/"), "dead-" + std::to_string(i), 100ms);
    dead.resolver = NameServer{"127.0.0.1", dead_names};
    options.probes.push_back(dead);
  }
  ServiceCollector collector(std::move(options), sink);
  collector.start();
  EXPECT_TRUE(sink.wait_for([](const DeviceReadings& now) {
    return std::all_of(now.probes.begin(), now.probes.end(),
                       [](const ProbeResult& probe) { return probe.rounds >= 2; });
  }));
  collector.stop();
}

TEST_F(Services, can_be_stopped_in_the_middle_of_rounds) {
  Options options;
  for (int i = 0; i < 8; ++i) {
    Probe dead = often(http_probe("http://one.test/"), "dead-" + std::to_string(i), 60s);
    dead.resolver = NameServer{"127.0.0.1", dead_names};
    options.probes.push_back(dead);
  }
  ServiceCollector collector(std::move(options), sink);
  collector.start();
  ASSERT_TRUE(sink.wait_for([](const DeviceReadings&) { return true; }));
  collector.stop();
}

}  // namespace
}  // namespace commune::service
