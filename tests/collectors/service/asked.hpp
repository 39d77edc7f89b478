// Probes for tests, and one round of each.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "collectors/service/round.hpp"
#include "collectors/service/transfer.hpp"

namespace commune::service::testing {

inline Probe http_probe(std::string url) {
  Probe probe;
  probe.id = "web";
  probe.target = probe.http.url = std::move(url);
  probe.timeout = Milliseconds(5'000);
  return probe;
}

inline Probe http_probe_at(std::uint16_t port, const std::string& path = "/") {
  return http_probe("http://127.0.0.1:" + std::to_string(port) + path);
}

inline Probe tcp_probe(std::string host, std::uint16_t port) {
  Probe probe;
  probe.id = "tcp";
  probe.kind = Kind::tcp;
  probe.host = std::move(host);
  probe.port = port;
  probe.timeout = Milliseconds(5'000);
  return probe;
}

inline Probe dns_probe(std::string name, std::uint16_t server_port) {
  Probe probe;
  probe.id = "dns";
  probe.kind = Kind::dns;
  probe.dns.name = std::move(name);
  probe.resolver = NameServer{"127.0.0.1", server_port};
  probe.timeout = Milliseconds(5'000);
  return probe;
}

/// Runs the loop until the round has ended.
inline Outcome ask(EventLoop& loop, const Probe& probe) {
  TransferLoop transfers(loop);
  Outcome ended;
  const auto round = start_round(probe, loop, transfers, [&](Outcome outcome) {
    ended = std::move(outcome);
    loop.context().stop();
  });
  loop.context().restart();
  loop.run();
  return ended;
}

inline std::string reason_of(const Outcome& outcome) {
  return outcome.failure ? std::string(to_string(outcome.failure->reason)) : "none";
}

inline std::string text_of(const Outcome& outcome) {
  return outcome.failure ? outcome.failure->text : "";
}

}  // namespace commune::service::testing
