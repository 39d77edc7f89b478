#include "agent/central/coverage_series.hpp"

#include <algorithm>

#include "agent/central/vantage_merge.hpp"

namespace commune::central {
namespace {

constexpr Milliseconds kDay = std::chrono::hours(24);
constexpr Milliseconds kStep = 7 * kDay;

LedgerTime start_of_day(LedgerTime time) {
  return std::chrono::floor<std::chrono::duration<int, std::ratio<86'400>>>(time);
}

std::vector<Interval> merged(const std::map<SiteId, StateSeries>& lines,
                             const std::set<SiteId>& at_home, LedgerTime end) {
  std::vector<VantageLine> reported;
  reported.reserve(lines.size());
  for (const auto& [vantage, series] : lines)
    reported.push_back({at_home.contains(vantage), series.intervals(end)});
  return merge_vantages(reported);
}

}  // namespace

Result<std::vector<Interval>> CoverageSeries::intervals(const Subject& subject,
                                                        const std::set<SiteId>& at_home,
                                                        TimeRange range) {
  Lines lines;
  TimeRange read_range = {std::max(range.from - kDay, extent_.from),
                          std::min(range.to + kDay, extent_.to)};
  if (read_range.to <= read_range.from) return std::vector<Interval>{};
  std::vector<Interval> found;
  for (;;) {
    if (auto done = read(read_range, subject, lines); !done) return tl::unexpected(done.error());
    found = merged(lines, at_home, read_range.to);
    const bool whole = found.empty() || found.back().state != State::down ||
                       found.back().start >= range.to || read_range.to >= extent_.to;
    if (whole) break;
    read_range = {read_range.to, std::min(read_range.to + kStep, extent_.to)};
  }
  if (!found.empty() && read_range.to < extent_.to) found.back().open = false;
  std::erase_if(found, [&](const Interval& each) {
    return each.end <= range.from || each.start >= range.to;
  });
  return found;
}

Result<void> CoverageSeries::read(TimeRange range, const Subject& subject, Lines& lines) {
  LedgerTime at = range.from;
  while (at < range.to) {
    LedgerTime quiet = at;
    while (!lines.empty() && quiet < range.to) {
      const auto busy = is_busy(start_of_day(quiet), subject);
      if (!busy) return tl::unexpected(busy.error());
      if (*busy) break;
      quiet = std::min(start_of_day(quiet) + kDay, range.to);
    }
    if (quiet > at) {
      const auto same = goes_on(quiet, subject, lines);
      if (!same) return tl::unexpected(same.error());
      if (*same) {
        at = quiet;
        continue;
      }
    }
    const LedgerTime until = std::max(quiet, std::min(start_of_day(at) + kDay, range.to));
    for (; at < until; at = std::min(start_of_day(at) + kDay, until))
      if (auto done = read_whole({at, std::min(start_of_day(at) + kDay, until)}, subject, lines);
          !done)
        return done;
  }
  return {};
}

Result<void> CoverageSeries::read_whole(TimeRange range, const Subject& subject, Lines& lines) {
  const auto series = query_.samples(selector_of(subject), range);
  if (!series) return tl::unexpected(series.error());
  for (const auto& [vantage, said] : pair_samples(*series)) {
    auto& line = lines.try_emplace(vantage, subject).first->second;
    for (const StateSample& sample : said)
      line.add(sample);
  }
  return {};
}

Result<bool> CoverageSeries::goes_on(LedgerTime until, const Subject& subject, Lines& lines) {
  const auto series = query_.samples(selector_of(subject), {until - kStale, until});
  if (!series) return tl::unexpected(series.error());
  const auto said = pair_samples(*series);
  for (const auto& [vantage, line] : lines) {
    const auto its = said.find(vantage);
    if (its == said.end() || its->second.empty() || !line.goes_on(its->second.back())) return false;
  }
  if (said.size() != lines.size()) return false;
  for (const auto& [vantage, samples] : said)
    for (const StateSample& sample : samples)
      if (auto& line = lines.at(vantage); line.goes_on(sample)) line.add(sample);
  return true;
}

Result<bool> CoverageSeries::is_busy(LedgerTime day, const Subject& subject) {
  const auto key = std::pair(day, subject.is_village());
  auto found = busy_.find(key);
  if (found == busy_.end()) {
    const auto changed =
        query_.ask(fmt::format("sum by (village, site, access) (changes({}[{}ms])) > 0",
                               since_metric(subject), kDay.count()),
                   day + kDay);
    if (!changed) return tl::unexpected(changed.error());
    std::set<Subject> subjects;
    for (const Series& series : *changed)
      if (const auto one = subject_of(series.labels)) subjects.insert(*one);
    found = busy_.emplace(key, std::move(subjects)).first;
  }
  return found->second.contains(subject);
}

}  // namespace commune::central
