#include "agent/settings/toml/units.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <span>
#include <system_error>

namespace commune::settings {
namespace {

struct NamedUnit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr std::array<NamedUnit, 9> kSizes = {{{"B", 1},
                                              {"KiB", 1ULL << 10},
                                              {"MiB", 1ULL << 20},
                                              {"GiB", 1ULL << 30},
                                              {"TiB", 1ULL << 40},
                                              {"kB", 1'000},
                                              {"MB", 1'000'000},
                                              {"GB", 1'000'000'000},
                                              {"TB", 1'000'000'000'000}}};
constexpr std::array<NamedUnit, 5> kRates = {{{"bit", 1},
                                              {"kbit", 1'000},
                                              {"Mbit", 1'000'000},
                                              {"Gbit", 1'000'000'000},
                                              {"Tbit", 1'000'000'000'000}}};

std::optional<std::uint64_t> parse(std::string_view text, std::span<const NamedUnit> units) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  const auto name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& unit : units) {
    if (unit.name != name) continue;
    static constexpr auto kLargest =
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (number > kLargest / unit.factor) return std::nullopt;
    return number * unit.factor;
  }
  return std::nullopt;
}

// "01:00" after midnight; up to "24:00".
std::optional<std::chrono::minutes> parse_clock(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  int hour = 0, minute = 0;
  const auto number = [](std::string_view digits, int& value) {
    const auto end = digits.data() + digits.size();
    const auto [at, error] = std::from_chars(digits.data(), end, value);
    return error == std::errc() && at == end && value >= 0;
  };
  if (!number(text.substr(0, 2), hour) || !number(text.substr(3), minute)) return std::nullopt;
  if (minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
  return std::chrono::minutes(hour * 60 + minute);
}

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) {
  return parse(text, kSizes);
}

std::optional<double> parse_rate(std::string_view text) {
  const auto bits = parse(text, kRates);
  if (!bits) return std::nullopt;
  return static_cast<double>(*bits) / 8;
}

std::optional<DayTimes> parse_day_times(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto from = parse_clock(text.substr(0, dash)), until = parse_clock(text.substr(dash + 1));
  if (!from || !until || *from == std::chrono::hours(24)) return std::nullopt;
  return DayTimes{*from, *until};
}

}  // namespace commune::settings
