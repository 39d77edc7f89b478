// Quantities as operators write them: "64MiB", "100Mbit", "22:00-05:30". Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace commune::settings {

/// A whole number and one of B, KiB, MiB, GiB, TiB, kB, MB, GB, TB: bytes.
std::optional<std::uint64_t> parse_size(std::string_view text);

/// A whole number and one of bit, kbit, Mbit, Gbit, Tbit per second: bytes per second.
std::optional<double> parse_rate(std::string_view text);

/// A time range of the day in local time; `until` may be before `from`, which means the next day,
/// and is 24:00 at most.
struct DayTimes {
  std::chrono::minutes from{0}, until{0};
};

/// "22:00-05:30".
std::optional<DayTimes> parse_day_times(std::string_view text);

}  // namespace commune::settings
