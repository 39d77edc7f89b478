// Any bytes as the answer of a web server on loopback, through libcurl to a probe: the round ends
// by itself, within its limits, with a verdict that fits. Redirects are not followed: the input
// must not choose whom this machine talks to.
#include <algorithm>

#include "collectors/service/url_parts.hpp"
#include "core/runtime/log.hpp"
#include "tests/collectors/service/asked.hpp"
#include "tests/collectors/service/local_server.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/utf8.hpp"

namespace commune::fuzz {
namespace {

using service::Outcome;
using service::Probe;

void check(const Probe& probe, const Outcome& outcome) {
  require(outcome.phases.sum() >= std::chrono::nanoseconds{0}, "a round of less than no time");
  require(outcome.phases.sum() < probe.timeout, "a round that only its deadline ended");
  require(!outcome.failure || outcome.failure->reason != service::Reason::timeout, "no end found");
  require(!outcome.http_status || (*outcome.http_status >= 100 && *outcome.http_status <= 999),
          "a status of {}", outcome.http_status.value_or(0));
  if (outcome.ok())
    require(outcome.http_status && *outcome.http_status >= 200 && *outcome.http_status <= 399,
            "content with status {}", outcome.http_status.value_or(0));
  else
    require(is_clean_utf8(outcome.failure->text) && outcome.failure->text.size() < 1024,
            "no words for people");
}

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  spdlog::set_level(spdlog::level::off);
  Input input(bytes);
  const bool head = input.flag(), wants_text = input.flag();
  const auto rest = input.rest();
  const std::string reply(rest.begin(), rest.end());
  // The first line as a URL: what a redirect would name.
  service::split_url(reply.substr(0, reply.find('\n')));

  EventLoop loop;
  service::testing::LocalServer server(loop, [&](const std::string&) {
    return service::testing::LocalServer::Answer{reply, false, false};
  });
  Probe probe = service::testing::http_probe_at(server.port());
  probe.http.redirects = 0;
  probe.http.max_body = 1'000;
  probe.http.head = head;
  if (wants_text && !head) probe.http.body_contains = "needle";
  check(probe, service::testing::ask(loop, probe));
}

std::vector<std::string> seeds() {
  std::vector<std::string> made;
  const auto add = [&](const std::string& reply) {
    for (const char* flags : {"00", "01", "10"})
      made.push_back(flags + reply);
  };
  add(service::testing::http("200 OK", "a needle in it"));
  add(service::testing::http("302 Found", "", "Location: http://127.0.0.1:9/x\r\n"));
  add("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n");
  add("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
  add("HTTP/1.0 503 Down\r\nRetry-After: 9\r\n\r\n" + std::string(2'000, 'x'));
  add("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nshort");
  add("HTTP/2 200\r\n\r\n");
  add("https://user@[::1]:80/%00?#\r\n");
  return made;
}

}  // namespace commune::fuzz
