// Rounds by HTTP and TCP against real servers on loopback.
#include <algorithm>

#include "core/time/spread.hpp"
#include "tests/collectors/service/asked.hpp"
#include "tests/collectors/service/local_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::service {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::StartsWith;

LocalServer::Reply always(std::string bytes) {
  return [bytes = std::move(bytes)](const std::string&) { return LocalServer::Answer{bytes}; };
}

bool went_through(const Outcome& outcome, Phase phase) {
  return outcome.phases.took[static_cast<std::size_t>(phase)].has_value();
}

class Visit : public ::testing::Test {
 protected:
  EventLoop loop;
};

TEST_F(Visit, succeeds_with_the_usual_answer_and_reports_its_phases) {
  LocalServer server(loop, always(http("200 OK", "xin chào")));
  const Outcome outcome = ask(loop, http_probe_at(server.port()));
  EXPECT_EQ(text_of(outcome), "");
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.http_status, 200);
  EXPECT_FALSE(went_through(outcome, Phase::resolve));
  EXPECT_TRUE(went_through(outcome, Phase::connect));
  EXPECT_FALSE(went_through(outcome, Phase::tls));
  EXPECT_TRUE(went_through(outcome, Phase::processing));
  EXPECT_TRUE(went_through(outcome, Phase::transfer));
  ASSERT_TRUE(outcome.round_trip);
  EXPECT_GT(outcome.round_trip->count(), 0);
  EXPECT_LE(*outcome.round_trip, outcome.phases.sum());
}

TEST_F(Visit, fails_by_status_whatever_the_body_says) {
  LocalServer server(loop, always(http("503 Service Unavailable", "body")));
  const Outcome outcome = ask(loop, http_probe_at(server.port()));
  EXPECT_EQ(reason_of(outcome), "status");
  EXPECT_EQ(text_of(outcome), "HTTP 503");
  EXPECT_EQ(outcome.http_status, 503);
}

TEST_F(Visit, looks_for_the_text_in_the_body) {
  LocalServer server(loop, always(http("200 OK", "Trang đang bảo trì")));
  Probe probe = http_probe_at(server.port());
  probe.http.body_contains = "bảo trì";
  EXPECT_TRUE(ask(loop, probe).ok());
  probe.http.body_contains = "Dịch vụ công";
  const Outcome outcome = ask(loop, probe);
  EXPECT_EQ(reason_of(outcome), "body");
  EXPECT_EQ(text_of(outcome), "body lacks \"Dịch vụ công\"");
}

TEST_F(Visit, asks_with_head_when_configured) {
  LocalServer server(loop, always("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"));
  Probe probe = http_probe_at(server.port());
  probe.http.head = true;
  EXPECT_EQ(text_of(ask(loop, probe)), "");
  ASSERT_EQ(server.requests().size(), 1U);
  EXPECT_THAT(server.requests()[0], StartsWith("HEAD / HTTP/1.1\r\n"));
  EXPECT_THAT(server.requests()[0], HasSubstr("User-Agent: commune-agent\r\n"));
}

TEST_F(Visit, makes_a_connection_of_its_own_in_each_round) {
  LocalServer server(loop, [](const std::string&) {
    return LocalServer::Answer{http("200 OK", ""), false, true};
  });
  ask(loop, http_probe_at(server.port()));
  ask(loop, http_probe_at(server.port()));
  EXPECT_EQ(server.connections(), 2U);
}

TEST_F(Visit, follows_a_redirect_to_another_host_by_its_own_look_up) {
  LocalNameServer names(loop);
  names.addresses = {{"one.test", "127.0.0.1"}, {"two.test", "127.0.0.1"}};
  LocalServer second(loop, always(http("200 OK", "there")));
  const std::string to = "http://two.test:" + std::to_string(second.port()) + "/there";
  LocalServer first(loop, always(http("302 Found", "", "Location: " + to + "\r\n")));
  Probe probe = http_probe("http://one.test:" + std::to_string(first.port()) + "/");
  probe.resolver = NameServer{"127.0.0.1", names.port()};
  probe.family = FamilyChoice::ipv4;
  probe.http.body_contains = "there";
  const Outcome outcome = ask(loop, probe);
  EXPECT_EQ(text_of(outcome), "");
  EXPECT_EQ(outcome.http_status, 200);
  EXPECT_TRUE(went_through(outcome, Phase::resolve));
  EXPECT_EQ(names.questions(), 2U);
  ASSERT_EQ(second.requests().size(), 1U);
  EXPECT_THAT(second.requests()[0], StartsWith("GET /there HTTP/1.1\r\nHost: two.test:"));
}

TEST_F(Visit, does_not_follow_in_circles) {
  LocalServer server(loop, always(http("302 Found", "", "Location: /again\r\n")));
  Probe probe = http_probe_at(server.port());
  probe.http.redirects = 3;
  const Outcome outcome = ask(loop, probe);
  EXPECT_EQ(reason_of(outcome), "protocol");
  EXPECT_EQ(text_of(outcome), "more than 3 redirects");
  EXPECT_EQ(server.connections(), 4U);
}

TEST_F(Visit, does_not_follow_a_redirect_to_a_local_file) {
  LocalServer server(loop, always(http("302 Found", "", "Location: file:///etc/passwd\r\n")));
  const Outcome outcome = ask(loop, http_probe_at(server.port()));
  EXPECT_EQ(reason_of(outcome), "protocol");
  EXPECT_EQ(text_of(outcome), "redirected to \"file:///etc/passwd\"");
}

TEST_F(Visit, takes_a_redirect_as_the_answer_when_it_is_expected_or_none_is_followed) {
  LocalServer server(loop, always(http("301 Moved", "", "Location: /new\r\n")));
  Probe named = http_probe_at(server.port());
  named.http.expect_status = {{301, 301}};
  EXPECT_TRUE(ask(loop, named).ok());
  Probe unfollowed = http_probe_at(server.port());
  unfollowed.http.redirects = 0;
  EXPECT_TRUE(ask(loop, unfollowed).ok());
  EXPECT_EQ(server.connections(), 2U);
}

TEST_F(Visit, distinguishes_a_closed_port_a_server_that_hangs_up_and_one_without_http) {
  std::uint16_t closed = 0;
  {
    const LocalServer gone(loop, always(""));
    closed = gone.port();
  }
  const Outcome refused = ask(loop, http_probe_at(closed));
  EXPECT_EQ(reason_of(refused), "connect");
  EXPECT_EQ(text_of(refused), "no connection to 127.0.0.1: connection refused");
  EXPECT_FALSE(refused.round_trip);
  LocalServer silent(loop, always(""));
  const Outcome hung_up = ask(loop, http_probe_at(silent.port()));
  EXPECT_EQ(reason_of(hung_up), "protocol");
  EXPECT_EQ(text_of(hung_up), "the server closed the connection without an answer");
  LocalServer strange(loop, always("220 mail.test ESMTP\r\n"));
  const Outcome no_http = ask(loop, http_probe_at(strange.port()));
  EXPECT_EQ(reason_of(no_http), "protocol");
  EXPECT_EQ(text_of(no_http), "the answer is not HTTP");
  LocalServer four_digits(loop, always("HTTP/2 2222\r\n\r\n"));
  const Outcome no_status = ask(loop, http_probe_at(four_digits.port()));
  EXPECT_EQ(text_of(no_status), "the answer is not HTTP");
  EXPECT_FALSE(no_status.http_status);
}

TEST_F(Visit, to_a_port_needs_only_the_connection) {
  LocalServer server(loop, always(""));
  const Outcome outcome = ask(loop, tcp_probe("127.0.0.1", server.port()));
  EXPECT_EQ(text_of(outcome), "");
  EXPECT_TRUE(outcome.round_trip);
  EXPECT_TRUE(server.requests().empty());
  EXPECT_FALSE(went_through(outcome, Phase::processing));
}

TEST_F(Visit, by_ipv6_works_and_a_family_can_be_forced) {
  LocalServer server(loop, always(http("200 OK", "")), "::1");
  Probe probe = http_probe("http://[::1]:" + std::to_string(server.port()) + "/");
  EXPECT_EQ(text_of(ask(loop, probe)), "");
  probe.family = FamilyChoice::ipv4;
  const Outcome forced = ask(loop, probe);
  EXPECT_EQ(reason_of(forced), "connect");
  EXPECT_EQ(text_of(forced), "::1 is not an IPv4 address");
}

TEST_F(Visit, reports_a_name_that_does_not_exist) {
  LocalNameServer names(loop);
  Probe probe = http_probe("http://gone.test/");
  probe.resolver = NameServer{"127.0.0.1", names.port()};
  const Outcome outcome = ask(loop, probe);
  EXPECT_EQ(reason_of(outcome), "resolve");
  EXPECT_EQ(text_of(outcome), "cannot resolve gone.test: no such name");
  names.code = 2;
  EXPECT_THAT(text_of(ask(loop, probe)), HasSubstr("says: server failure"));
}

// Without a limit such a server would keep the round, or the memory, for ever (fault 23).
TEST_F(Visit, to_a_tarpit_ends_at_its_deadline) {
  LocalServer server(loop, [](const std::string&) {
    return LocalServer::Answer{"HTTP/1.1 200 OK\r\n", false, true};
  });
  Probe probe = http_probe_at(server.port());
  probe.timeout = Milliseconds(200);
  const Outcome outcome = ask(loop, probe);
  EXPECT_EQ(reason_of(outcome), "timeout");
  EXPECT_EQ(text_of(outcome), "the answer was not whole within 200 ms");
  EXPECT_GE(outcome.phases.sum(), Milliseconds(190));
  EXPECT_LT(outcome.phases.sum(), Milliseconds(2'000));
}

TEST_F(Visit, to_a_stopped_server_ends_at_its_deadline) {
  // The kernel accepts the connection, but nothing reads from it.
  asio::ip::tcp::acceptor stopped(loop.context(), {asio::ip::make_address("127.0.0.1"), 0});
  Probe probe = http_probe_at(stopped.local_endpoint().port());
  probe.timeout = Milliseconds(200);
  const Outcome outcome = ask(loop, probe);
  EXPECT_EQ(reason_of(outcome), "timeout");
  EXPECT_EQ(text_of(outcome), "no answer within 200 ms");
  probe = tcp_probe("127.0.0.1", stopped.local_endpoint().port());
  probe.kind = Kind::tls;
  probe.timeout = Milliseconds(200);
  const Outcome handshake = ask(loop, probe);
  EXPECT_EQ(reason_of(handshake), "tls");
  EXPECT_EQ(text_of(handshake), "no TLS handshake within 200 ms");
}

TEST_F(Visit, reads_an_endless_body_only_up_to_its_limit) {
  const auto endless = [](const std::string&) {
    return LocalServer::Answer{"HTTP/1.1 200 OK\r\n\r\n" + std::string(4096, 'x'), true};
  };
  LocalServer server(loop, endless);
  Probe probe = http_probe_at(server.port());
  probe.http.max_body = std::size_t{64} * 1024;
  EXPECT_EQ(text_of(ask(loop, probe)), "");
  probe.http.body_contains = "needle";
  const Outcome outcome = ask(loop, probe);
  EXPECT_EQ(reason_of(outcome), "size");
  EXPECT_EQ(text_of(outcome), "body is longer than 65536 bytes and lacks \"needle\" in them");
  // What the kernel had room for besides.
  EXPECT_LT(server.bytes_sent(), 64U << 20);
}

TEST_F(Visit, stops_reading_endless_header_lines) {
  LocalServer server(loop, [](const std::string&) {
    std::string lines;
    for (int i = 0; i < 4000; ++i)
      lines += "X-Line: 0123456789012345678901234567890\r\n";
    return LocalServer::Answer{"HTTP/1.1 200 OK\r\n" + lines, false, true};
  });
  const Outcome outcome = ask(loop, http_probe_at(server.port()));
  EXPECT_EQ(reason_of(outcome), "size");
  EXPECT_EQ(text_of(outcome), "the header lines are longer than 64 KiB");
}

TEST_F(Visit, with_a_dead_name_server_ends_at_its_deadline_and_names_the_server) {
  LocalNameServer names(loop);
  names.silent = true;
  Probe probe = http_probe("http://one.test/");
  probe.resolver = NameServer{"127.0.0.1", names.port()};
  probe.timeout = Milliseconds(200);
  const Outcome outcome = ask(loop, probe);
  EXPECT_EQ(reason_of(outcome), "resolve");
  EXPECT_EQ(text_of(outcome), "cannot resolve one.test: no answer from resolver 127.0.0.1:" +
                                  std::to_string(names.port()));
  EXPECT_GE(outcome.phases.sum(), Milliseconds(190));
}

TEST_F(Visit, waits_for_a_slow_name_server_and_reports_how_long_it_took) {
  LocalNameServer names(loop);
  names.addresses = {{"one.test", "127.0.0.1"}};
  names.delay = Milliseconds(150);
  LocalServer server(loop, always(http("200 OK", "")));
  Probe probe = http_probe("http://one.test:" + std::to_string(server.port()) + "/");
  probe.resolver = NameServer{"127.0.0.1", names.port()};
  const Outcome outcome = ask(loop, probe);
  EXPECT_EQ(text_of(outcome), "");
  const auto& took = outcome.phases.took;
  EXPECT_GE(took[static_cast<std::size_t>(Phase::resolve)], Milliseconds(150));
  EXPECT_LT(took[static_cast<std::size_t>(Phase::connect)], Milliseconds(150));
}

TEST_F(Visit, sees_at_once_that_a_name_has_moved) {
  LocalNameServer names(loop);
  LocalServer here(loop, always(http("200 OK", "")));
  names.addresses = {{"one.test", "127.0.0.2"}};
  Probe probe = http_probe("http://one.test:" + std::to_string(here.port()) + "/");
  probe.resolver = NameServer{"127.0.0.1", names.port()};
  probe.family = FamilyChoice::ipv4;
  EXPECT_EQ(reason_of(ask(loop, probe)), "connect");
  names.addresses = {{"one.test", "127.0.0.1"}};
  EXPECT_EQ(text_of(ask(loop, probe)), "");
}

TEST_F(Visit, can_be_given_up_at_any_moment) {
  LocalNameServer names(loop);
  names.addresses = {{"one.test", "127.0.0.1"}};
  LocalServer server(loop, always(http("200 OK", "")));
  Probe probe = http_probe("http://one.test:" + std::to_string(server.port()) + "/");
  probe.resolver = NameServer{"127.0.0.1", names.port()};
  TransferLoop transfers(loop);
  for (int steps = 0; steps < 40; ++steps) {
    bool reported = false;
    auto round = start_round(probe, loop, transfers, [&](const Outcome&) { reported = true; });
    loop.context().restart();
    for (int step = 0; step < steps && !reported; ++step)
      loop.context().run_one();
    round.reset();
    const bool before = reported;
    loop.context().poll();
    EXPECT_EQ(reported, before) << "after " << steps << " steps";
  }
}

}  // namespace
}  // namespace commune::service
