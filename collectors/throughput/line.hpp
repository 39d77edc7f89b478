// The kernel's counters of the interface to the line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/result.hpp"

namespace commune::throughput {

/// Bytes since some moment, seen from this machine.
struct LineCount {
  std::uint64_t received = 0, sent = 0;

  friend bool operator==(const LineCount&, const LineCount&) = default;
};

class LineCounters {
 public:
  virtual ~LineCounters() = default;

  virtual Result<LineCount> read(const std::string& interface) const = 0;

  /// The interface of the default route; fails without one.
  virtual Result<std::string> default_interface() const = 0;
};

/// Reads /proc/net, which shows the network namespace of the process; /sys may show another one.
class KernelCounters final : public LineCounters {
 public:
  Result<LineCount> read(const std::string& interface) const override;
  Result<std::string> default_interface() const override;
};

/// Reads the content of /proc/net/dev; empty without such an interface. Pure.
std::optional<LineCount> line_count(std::string_view devices, std::string_view interface);

/// From /proc/net/route and /proc/net/ipv6_route: the default route of the least metric, IPv4
/// first. Pure.
std::optional<std::string> default_route(std::string_view ipv4, std::string_view ipv6);

}  // namespace commune::throughput
