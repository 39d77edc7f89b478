// Shorthand for tests of agent/central: moments in seconds, one subject, its intervals as text.
#pragma once

#include <string>
#include <vector>

#include "agent/central/state_series.hpp"

#include <fmt/format.h>

namespace commune::central {

inline LedgerTime at(double seconds) {
  return LedgerTime(Milliseconds(static_cast<std::int64_t>(seconds * 1000)));
}

inline Subject hall_wifi() {
  return {VillageId{"ca"}, SiteId{"ca-nvh"}, Access::wifi};
}

inline StateSample sample(double seen, State state, double since) {
  return {at(seen), state, at(since)};
}

inline Interval interval(State state, double start, double end, bool open = false) {
  Interval made;
  made.subject = hall_wifi();
  made.state = state;
  made.cause = state == State::unmeasured ? Cause::no_evidence
               : state == State::up       ? Cause::none
                                          : Cause::unknown;
  made.start = at(start);
  made.end = at(end);
  made.open = open;
  return made;
}

/// "up 0 60, down 60 90.5": an open end is followed by "...".
inline std::string text(const std::vector<Interval>& intervals) {
  std::string all;
  for (const Interval& each : intervals) {
    const auto seconds = [](LedgerTime time) {
      return static_cast<double>(time.time_since_epoch().count()) / 1000;
    };
    all += fmt::format("{}{} {} {}{}", all.empty() ? "" : ", ", to_string(each.state),
                       seconds(each.start), seconds(each.end), each.open ? "..." : "");
  }
  return all;
}

}  // namespace commune::central
