#include "agent/commands/readable.hpp"

#include <array>
#include <cmath>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace commune {
namespace {

// At most `digits` decimals, without zeros at the end.
std::string trimmed(double value, int digits) {
  std::string text = fmt::format("{:.{}f}", value, digits);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string with_prefix(double value, const char* unit) {
  static constexpr std::array kPrefixes = {"", "k", "M", "G", "T", "P"};
  std::size_t prefix = 0;
  while (std::abs(value) >= 1000 && prefix + 1 < kPrefixes.size()) {
    value /= 1000;
    ++prefix;
  }
  return fmt::format("{} {}{}", trimmed(value, 2), kPrefixes[prefix], unit);
}

std::string duration(double seconds) {
  if (seconds < 60) return trimmed(seconds, 3) + " s";
  const auto whole = static_cast<long long>(seconds);
  const auto days = whole / 86400;
  const std::string clock =
      fmt::format("{:02}:{:02}:{:02}", whole / 3600 % 24, whole / 60 % 60, whole % 60);
  return days > 0 ? fmt::format("{}d {}", days, clock) : clock;
}

}  // namespace

std::string readable(const Quantity& quantity, double value) {
  switch (quantity.unit) {
    case Unit::bytes:
      return with_prefix(value, "B");
    case Unit::bytes_per_second:
      return with_prefix(value * 8, "bit/s");
    case Unit::hertz:
      return with_prefix(value, "Hz");
    case Unit::seconds:
      return duration(value);
    case Unit::ratio:
      return trimmed(value * 100, 1) + " %";
    case Unit::dbm:
    case Unit::decibels:
    case Unit::celsius:
    case Unit::volts:
    case Unit::meters:
      return fmt::format("{} {}", trimmed(value, 2), to_string(quantity.unit));
    case Unit::amperes:
      return trimmed(value * 1000, 2) + " mA";
    case Unit::timestamp:
      return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(static_cast<std::time_t>(value)));
    case Unit::packets:
    case Unit::none:
      break;
  }
  return trimmed(value, 3);
}

}  // namespace commune
