#include <numeric>

#include "core/model/reachability.hpp"
#include "tests/collectors/icmp/network.hpp"

namespace commune::icmp {
namespace {

using namespace std::chrono_literals;

class Pinging : public PrivateNetwork {
 protected:
  // Starts a collector for these targets, in the network as it is now.
  void ping(std::vector<Target> targets) {
    pinger_.emplace(Options{std::move(targets)}, sink_, loop_);
    pinger_->start();
  }

  EventLoop loop_;
  Recorder sink_;
  std::optional<IcmpCollector> pinger_;
};

TEST_F(Pinging, counts_requests_replies_and_round_trips_of_both_families) {
  ping({target("v4", "127.0.0.1"), target("v6", "::1")});
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("v4") >= 3 && sink_.count("v6") >= 3; }));
  for (const char* device : {"v4", "v6"}) {
    const DeviceReadings& readings = *sink_.latest(device);
    EXPECT_TRUE(readings.answered);
    EXPECT_EQ(readings.silent_polls, 0);
    EXPECT_EQ(readings.failure, "");
    EXPECT_EQ(readings.interval, 100ms);
    EXPECT_EQ(readings.last_answer->mono, readings.taken.mono);
    const double replies = value(readings, "icmp.replies");
    EXPECT_EQ(replies, static_cast<double>(sink_.count(device)));
    EXPECT_EQ(value(readings, "icmp.requests"), replies);
    ASSERT_EQ(readings.histograms.size(), 1u);
    const auto& counts = readings.histograms[0].counts;
    EXPECT_EQ(static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0})),
              replies);
    EXPECT_GT(readings.histograms[0].sum, 0);
    // Replies are read up to 50 ms after they came: by the kernel's time they were quick.
    EXPECT_LT(readings.histograms[0].sum / replies, 0.040);
  }
}

TEST_F(Pinging, reports_which_sockets_it_uses) {
  ping({});
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.latest("") != nullptr; }));
  const DeviceReadings& own = *sink_.latest("");
  ASSERT_GE(own.rows.size(), 2u);
  EXPECT_EQ(own.rows[0], (Labels{{LabelName::family, "ipv4"}, {LabelName::method, "raw"}}));
  EXPECT_EQ(own.rows[1], (Labels{{LabelName::family, "ipv6"}, {LabelName::method, "raw"}}));
  EXPECT_EQ(sink_.own("icmp.socket_info", "ipv4"), 1);
  EXPECT_EQ(sink_.own("icmp.refused", "forged"), 0);
}

TEST_F(Pinging, works_by_ping_sockets_too) {
  set_sysctl("ipv4/ping_group_range", "0 2147483647");
  const WithoutRawSockets without;
  ping({target("v4", "127.0.0.1"), target("v6", "::1")});
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("v4") >= 2 && sink_.count("v6") >= 2; }));
  EXPECT_EQ(value(*sink_.latest("v4"), "icmp.replies"), 2);
  EXPECT_TRUE(sink_.latest("v6")->answered);
  EXPECT_EQ(sink_.latest("")->rows[0][1].value, "ping");
}

TEST_F(Pinging, runs_without_any_socket_and_reports_how_to_allow_one) {
  set_sysctl("ipv4/ping_group_range", "1 0");
  const WithoutRawSockets without;
  ping({target("v4", "127.0.0.1")});
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("v4") >= 4; }));
  const DeviceReadings& readings = *sink_.latest("v4");
  EXPECT_FALSE(readings.answered);
  EXPECT_EQ(readings.silent_polls, 0);
  EXPECT_EQ(readings.last_answer, std::nullopt);
  EXPECT_EQ(value(readings, "icmp.requests"), 0);
  EXPECT_NE(readings.failure.find("setcap cap_net_raw+ep"), std::string::npos);
  EXPECT_NE(readings.failure.find("net.ipv4.ping_group_range"), std::string::npos);
  EXPECT_EQ(sink_.own("icmp.socket_info", "ipv4"), -1);
}

TEST_F(Pinging, counts_what_gets_no_reply_as_lost) {
  const Neighbour router;
  router.run("ip route add blackhole 10.98.0.0/16");
  ping({target("lost", "10.98.0.1", 300ms), target("alive", "10.77.0.1")});
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("lost") >= 3; }));
  const DeviceReadings& lost = *sink_.latest("lost");
  EXPECT_FALSE(lost.answered);
  EXPECT_EQ(lost.silent_polls, 3);
  EXPECT_EQ(lost.failure, "no reply within 300 ms");
  EXPECT_GE(value(lost, "icmp.requests"), 3);
  EXPECT_EQ(value(lost, "icmp.replies"), 0);
  EXPECT_TRUE(sink_.latest("alive")->answered);
}

// A timeout of an hour: nothing but the router's word can end these.
TEST_F(Pinging, accepts_a_routers_report_that_a_host_is_unreachable) {
  const Neighbour router;
  router.run("ip route add unreachable 10.99.0.0/16");
  router.run("ip -6 route add unreachable fd99::/16");
  ping({target("v4", "10.99.0.1", 1h), target("v6", "fd99::1", 1h)});
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("v4") >= 2 && sink_.count("v6") >= 2; }));
  EXPECT_EQ(sink_.latest("v4")->failure, "host unreachable (from 10.77.0.1)");
  EXPECT_EQ(sink_.latest("v4")->silent_polls, 2);
  EXPECT_EQ(sink_.latest("v6")->failure, "network unreachable (from fd77::1)");
}

TEST_F(Pinging, accepts_a_routers_report_by_ping_sockets_too) {
  const Neighbour router;
  router.run("ip route add unreachable 10.99.0.0/16");
  router.run("ip -6 route add unreachable fd99::/16");
  set_sysctl("ipv4/ping_group_range", "0 2147483647");
  const WithoutRawSockets without;
  ping({target("v4", "10.99.0.1", 1h), target("v6", "fd99::1", 1h), target("a", "10.77.0.1"),
        target("b", "10.77.0.1"), target("c", "10.77.0.1")});
  ASSERT_TRUE(run_until(loop_, [&] {
    return sink_.count("v4") >= 2 && sink_.count("v6") >= 2 && sink_.count("a") >= 2 &&
           sink_.count("b") >= 2 && sink_.count("c") >= 2;
  }));
  EXPECT_EQ(sink_.latest("v4")->failure, "host unreachable (from 10.77.0.1)");
  EXPECT_EQ(sink_.latest("v6")->failure, "network unreachable (from fd77::1)");
  // The error that waits in the socket does not fall upon those who send next.
  for (const char* device : {"a", "b", "c"})
    EXPECT_EQ(value(*sink_.latest(device), "icmp.replies"),
              static_cast<double>(sink_.count(device)));
}

TEST_F(Pinging, calls_a_target_without_route_silent_and_names_the_reason) {
  ping({target("far", "192.0.2.1")});
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("far") >= 3; }));
  EXPECT_EQ(sink_.latest("far")->failure, "no route to 192.0.2.1: Network is unreachable");
  EXPECT_EQ(sink_.latest("far")->silent_polls, 3);
  EXPECT_EQ(value(*sink_.latest("far"), "icmp.requests"), 0);
}

TEST_F(Pinging, calls_a_target_that_this_machine_forbids_unmeasured) {
  run("ip route add prohibit 10.8.0.0/16");
  ping({target("forbidden", "10.8.0.1")});
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("forbidden") >= 2; }));
  EXPECT_EQ(sink_.latest("forbidden")->failure,
            "this machine forbids sending to 10.8.0.1 (firewall or route): Permission denied");
  EXPECT_EQ(sink_.latest("forbidden")->silent_polls, 0);
}

TEST_F(Pinging, resolves_names_and_a_name_without_address_affects_no_other_target) {
  ping({target("named", "localhost"), target("nameless", "no..name"),
        target("numeric", "127.0.0.1")});
  ASSERT_TRUE(run_until(loop_, [&] {
    return sink_.count("named") >= 2 && sink_.count("nameless") >= 2 && sink_.count("numeric") >= 2;
  }));
  EXPECT_TRUE(sink_.latest("named")->answered);
  EXPECT_TRUE(sink_.latest("numeric")->answered);
  const DeviceReadings& nameless = *sink_.latest("nameless");
  EXPECT_EQ(nameless.failure.rfind("cannot resolve no..name: ", 0), 0u) << nameless.failure;
  EXPECT_EQ(nameless.silent_polls, 0);
  EXPECT_FALSE(nameless.answered);
}

// Usually once an hour: what comes within the test comes of the burst.
TEST_F(Pinging, sends_a_burst_on_ping_now) {
  Target seldom = target("seldom", "127.0.0.1"), other = target("other", "127.0.0.2");
  seldom.interval = other.interval = 1h;
  ping({seldom, other});
  pinger_->ping_now(DeviceId{"seldom"});
  pinger_->ping_now(DeviceId{"stranger"});
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("seldom") >= 3; }));
  EXPECT_EQ(value(*sink_.latest("seldom"), "icmp.replies"), 3);
  EXPECT_EQ(value(*sink_.latest("seldom"), "icmp.requests"), 3);
  EXPECT_EQ(sink_.count("other"), 0u);
}

TEST_F(Pinging, a_burst_makes_a_dead_target_silent) {
  const Neighbour router;
  router.run("ip route add blackhole 10.98.0.0/16");
  Target dead = target("dead", "10.98.0.1", 200ms);
  dead.interval = 1h;
  ping({dead});
  pinger_->ping_now(DeviceId{"dead"});
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("dead") >= 3; }));
  EXPECT_EQ(sink_.latest("dead")->silent_polls, kSilentPolls);
}

TEST_F(Pinging, publishes_nothing_after_stop) {
  ping({target("v4", "127.0.0.1")});
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("v4") >= 1; }));
  pinger_->stop();
  const auto taken = sink_.taken.size();
  pinger_.reset();
  loop_.context().run_for(200ms);
  EXPECT_EQ(sink_.taken.size(), taken);
}

}  // namespace
}  // namespace commune::icmp
