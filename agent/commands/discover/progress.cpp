#include "agent/commands/discover/progress.hpp"

#include <cmath>

#include <fmt/format.h>

namespace commune::discover {
namespace {

std::string duration_text(double duration) {
  const auto whole = static_cast<long>(std::ceil(duration));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace

std::string progress_text(const ProgressFigures& figures, int rounds, Milliseconds elapsed) {
  const auto& sweep = figures.sweep;
  const std::string so_far =
      fmt::format("{} answer, {} identified", sweep.answered, figures.identified);
  if (!figures.sweeping)
    return fmt::format("swept {} addresses, {}, {} left to poll by SNMP", sweep.addresses, so_far,
                       figures.identifying);
  const double passed = seconds(elapsed);
  const double rate = passed > 0 ? static_cast<double>(sweep.sent) / passed : 0;
  const double left = static_cast<double>(sweep.requests_left) / figures.per_second;
  return fmt::format("swept {} of {} (round {} of {}), {}, {:.0f}/s, {} left", sweep.asked,
                     sweep.addresses, sweep.round, rounds, so_far, rate, duration_text(left));
}

}  // namespace commune::discover
