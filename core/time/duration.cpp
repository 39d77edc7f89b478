#include "core/time/duration.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>

#include <fmt/format.h>

namespace commune {
namespace {

struct DurationUnit {
  std::string_view name;
  std::int64_t milliseconds;
};

constexpr std::array<DurationUnit, 5> kUnits = {
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::int64_t kLongest = 1'000'000 * kUnits.front().milliseconds;

}  // namespace

std::optional<Milliseconds> parse_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::int64_t sum = 0;
  for (auto unit = kUnits.begin(); !text.empty(); ++unit) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const auto name = text.substr(0, text.find_first_of("0123456789"));
    unit = std::find_if(unit, kUnits.end(), [&](const auto& each) { return each.name == name; });
    if (unit == kUnits.end()) return std::nullopt;
    if (number > static_cast<std::uint64_t>((kLongest - sum) / unit->milliseconds))
      return std::nullopt;
    sum += static_cast<std::int64_t>(number) * unit->milliseconds;
    text.remove_prefix(name.size());
  }
  return Milliseconds(sum);
}

std::string duration_text(Milliseconds duration) {
  const std::int64_t count = duration.count();
  for (const auto& unit : kUnits)
    if (count != 0 && count % unit.milliseconds == 0)
      return fmt::format("{}{}", count / unit.milliseconds, unit.name);
  return "0s";
}

}  // namespace commune
