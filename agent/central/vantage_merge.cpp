#include "agent/central/vantage_merge.hpp"

#include <algorithm>
#include <tuple>

namespace commune::central {
namespace {

/// A line and how far along it is.
struct Walker {
  const VantageLine* line;
  std::size_t next = 0;

  /// The interval that holds `time`; times never go back.
  const Interval* at(LedgerTime time) {
    const auto& all = line->intervals;
    while (next < all.size() && all[next].end <= time)
      ++next;
    return next < all.size() && all[next].start <= time ? &all[next] : nullptr;
  }
};

/// The least decides.
std::tuple<int, int> rank(const Interval& interval, bool at_the_site) {
  if (interval.state == State::planned) return {0, 0};
  if (interval.state == State::unmeasured) return {3, at_the_site ? 0 : 1};
  if (at_the_site) return {1, state_number(interval.state)};
  return {2, state_number(interval.state)};
}

std::vector<LedgerTime> boundaries(const std::vector<VantageLine>& lines) {
  std::vector<LedgerTime> times;
  for (const VantageLine& line : lines)
    for (const Interval& interval : line.intervals) {
      times.push_back(interval.start);
      times.push_back(interval.end);
    }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

void append(std::vector<Interval>& merged, const Interval& piece) {
  if (!merged.empty()) {
    Interval& last = merged.back();
    if (last.state == piece.state && last.cause == piece.cause &&
        last.root_device == piece.root_device) {
      last.end = piece.end;
      last.open = piece.open;
      return;
    }
  }
  merged.push_back(piece);
}

Interval silence(const Subject& subject) {
  Interval nothing;
  nothing.subject = subject;
  nothing.state = State::unmeasured;
  nothing.cause = Cause::no_evidence;
  return nothing;
}

}  // namespace

std::vector<Interval> merge_vantages(const std::vector<VantageLine>& lines) {
  std::vector<Walker> walkers;
  for (const VantageLine& line : lines)
    if (!line.intervals.empty()) walkers.push_back({&line});
  const auto times = boundaries(lines);
  std::vector<Interval> merged;
  for (std::size_t i = 0; i + 1 < times.size(); ++i) {
    const Interval* decides = nullptr;
    std::tuple<int, int> best;
    for (Walker& walker : walkers) {
      const Interval* said = walker.at(times[i]);
      if (!said) continue;
      const auto its_rank = rank(*said, walker.line->at_the_site);
      if (decides && best <= its_rank) continue;
      decides = said;
      best = its_rank;
    }
    Interval piece = decides ? *decides : silence(walkers.front().line->intervals.front().subject);
    piece.open = piece.open && times[i + 1] == piece.end;
    piece.start = times[i];
    piece.end = times[i + 1];
    append(merged, piece);
  }
  return merged;
}

}  // namespace commune::central
