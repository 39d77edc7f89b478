#include "agent/coverage/absence.hpp"

#include <algorithm>

namespace commune::coverage {

Cause cause_of_absence(const LastRun& last, const std::string& boot_id) {
  if (last.orderly) return Cause::agent_stopped;
  return last.boot_id == boot_id ? Cause::agent_crashed : Cause::power_cut;
}

LedgerTime last_word(const LedgerMemory& memory) {
  LedgerTime latest{};
  for (const LedgerEnd& end : memory.ends)
    latest = std::max(latest, end.last.end);
  return latest;
}

bool covers(const Maintenance& window, const Site& site) {
  if (window.sites.empty() && window.villages.empty()) return true;
  return std::find(window.sites.begin(), window.sites.end(), site.id) != window.sites.end() ||
         std::find(window.villages.begin(), window.villages.end(), site.village) !=
             window.villages.end();
}

const Maintenance* planned_at(const std::vector<Maintenance>& windows, const Site& site,
                              LedgerTime time) {
  for (const Maintenance& window : windows)
    if (window.start <= time && time < window.end && covers(window, site)) return &window;
  return nullptr;
}

LedgerTime last_planned_end(const std::vector<Maintenance>& windows, const Site& site,
                            LedgerTime after, LedgerTime now) {
  LedgerTime last = after;
  for (const Maintenance& window : windows)
    if (window.end > last && window.end <= now && covers(window, site)) last = window.end;
  return last;
}

std::vector<Piece> pieces(const Look& look, TimeRange range,
                          const std::vector<Maintenance>& windows, const Site& site) {
  std::vector<Piece> made;
  for (LedgerTime time = range.from; time < range.to;) {
    LedgerTime next = range.to;
    const Maintenance* window = planned_at(windows, site, time);
    if (window != nullptr)
      next = std::min(next, window->end);
    else
      for (const Maintenance& later : windows)
        if (later.start > time && later.start < next && later.end > later.start &&
            covers(later, site))
          next = later.start;
    made.push_back({window != nullptr ? planned(time) : look, time, next});
    time = next;
  }
  return made;
}

Look planned(LedgerTime since) {
  Look look;
  look.state = State::planned;
  look.cause = Cause::maintenance;
  look.since = since;
  return look;
}

}  // namespace commune::coverage
