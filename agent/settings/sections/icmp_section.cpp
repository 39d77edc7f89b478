#include "agent/settings/sections/icmp_section.hpp"

#include <algorithm>

#include "core/time/duration.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

// The nonce of a request needs 16 bytes; with 1452 a packet still fits an Ethernet frame over IPv6.
constexpr Range<std::int64_t> kPayloadBytes{16, 1'452};

}  // namespace

IcmpSection read_icmp_section(const TableReader& table) {
  using namespace std::chrono_literals;
  IcmpSection section;
  section.place = table.place();
  section.interval = table.duration("interval", {100ms, 1h});
  section.timeout = table.duration("timeout", {10ms, 60s});
  section.payload_bytes = table.integer("payload_bytes", kPayloadBytes);
  return section;
}

IcmpSection laid_over(const IcmpSection& lower, const IcmpSection& upper) {
  IcmpSection merged;
  merged.interval = upper.interval ? upper.interval : lower.interval;
  merged.timeout = upper.timeout ? upper.timeout : lower.timeout;
  merged.payload_bytes = upper.payload_bytes ? upper.payload_bytes : lower.payload_bytes;
  merged.place = upper.interval || upper.timeout ? upper.place : lower.place;
  return merged;
}

icmp::Target make_icmp_target(const IcmpSection& section, Findings& findings) {
  icmp::Target target;
  assign(target.interval, section.interval);
  target.timeout = section.timeout.value_or(std::min(target.timeout, target.interval));
  if (target.timeout > target.interval)
    findings.error(section.place,
                   fmt::format("the ICMP timeout {} is longer than the interval {}",
                               duration_text(target.timeout), duration_text(target.interval)));
  if (section.payload_bytes)
    target.payload_bytes = static_cast<std::size_t>(*section.payload_bytes);
  return target;
}

}  // namespace commune::settings
