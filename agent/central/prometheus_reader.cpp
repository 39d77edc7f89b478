#include "agent/central/prometheus_reader.hpp"

#include <algorithm>
#include <utility>

#include "agent/central/coverage_series.hpp"
#include "agent/central/outage_list.hpp"
#include "agent/central/state_samples.hpp"

namespace commune::central {
namespace {

/// One series a vantage shows when samples exist: cheaper to search than every state.
constexpr std::string_view kHeartbeat = "commune_coverage_ledger_timestamp_seconds";
constexpr std::string_view kAccesses = "commune_coverage_state";
constexpr std::string_view kVillages = "commune_village_coverage_state";
constexpr std::chrono::hours kCoarse(6);
constexpr std::chrono::hours kOldest(24 * 3650);
/// How much later than its end an outage is still shown as open: agents wait before they believe.
constexpr Milliseconds kAfterwards = std::chrono::seconds(10);

/// Takes one subject's intervals, and the vantages that stand there.
using EachSubject = std::function<Result<void>(const Subject&, const std::set<SiteId>& at_home,
                                               const std::vector<Interval>&)>;

class PrometheusReader final : public HistoryReader {
 public:
  explicit PrometheusReader(PrometheusQuery query) : query_(std::move(query)) {}

  Result<void> intervals(TimeRange range,
                         const std::function<void(const Interval&)>& each) override;
  Result<void> outages(TimeRange range, const std::function<void(const Outage&)>& each) override;
  Result<void> quality(RollUp roll_up, TimeRange range,
                       const std::function<void(const Quality&)>& each) override;
  Result<std::vector<Maintenance>> maintenance(TimeRange range) override;
  Result<std::optional<TimeRange>> extent() override;

 private:
  /// Empty: the server knows of no moment at all.
  Result<std::optional<LedgerTime>> coarse(std::string_view function, LedgerTime now);
  Result<std::optional<TimeRange>> find_extent();
  Result<std::optional<TimeRange>> heard(TimeRange range);
  Result<Watched> watched(TimeRange range, std::string_view selector);
  Result<void> each_subject(TimeRange range, std::string_view selector, const EachSubject& each);
  Result<std::optional<Blame>> blame_for(const Outage& outage, const std::set<SiteId>& at_home);

  PrometheusQuery query_;
  std::optional<TimeRange> extent_;
  std::optional<CoverageSeries> series_;
};

LedgerTime time_of(double unix_seconds) {
  return LedgerTime(Milliseconds(static_cast<std::int64_t>(unix_seconds * 1000)));
}

Result<std::optional<LedgerTime>> PrometheusReader::coarse(std::string_view function,
                                                           LedgerTime now) {
  const auto found = query_.ask(fmt::format("{0}_over_time(({0}(timestamp({1})))[{2}h:{3}h])",
                                            function, kHeartbeat, kOldest.count(), kCoarse.count()),
                                now);
  if (!found) return tl::unexpected(found.error());
  if (found->empty()) return std::nullopt;
  return time_of(found->front().samples.front().value);
}

Result<std::optional<TimeRange>> PrometheusReader::heard(TimeRange range) {
  const auto all = query_.samples(std::string(kHeartbeat), range);
  if (!all) return tl::unexpected(all.error());
  std::optional<TimeRange> found;
  for (const Series& series : *all) {
    const TimeRange its = {series.samples.front().time, series.samples.back().time};
    if (!found) found = its;
    *found = {std::min(found->from, its.from), std::max(found->to, its.to)};
  }
  return found;
}

Result<std::optional<TimeRange>> PrometheusReader::find_extent() {
  const auto clock = query_.ask("time()");
  if (!clock) return tl::unexpected(clock.error());
  if (clock->empty()) return std::nullopt;
  const LedgerTime now = time_of(clock->front().samples.front().value);
  const auto first = coarse("min", now);
  const auto last = first ? coarse("max", now) : first;
  if (!last) return tl::unexpected(last.error());
  const LedgerTime begin = first->value_or(now), end = last->value_or(now);
  const auto at_first = heard({begin - kCoarse, begin});
  const auto at_last =
      at_first ? heard({end - kStale, std::min(end + Milliseconds(kCoarse), now)}) : at_first;
  if (!at_last) return tl::unexpected(at_last.error());
  if (!*at_first && !*at_last) return std::nullopt;
  return TimeRange{*at_first ? (*at_first)->from : (*at_last)->from,
                   *at_last ? (*at_last)->to : (*at_first)->to};
}

Result<std::optional<TimeRange>> PrometheusReader::extent() {
  if (extent_) return extent_;
  auto found = find_extent();
  if (!found) return tl::unexpected(found.error());
  extent_ = *found;
  if (extent_) series_.emplace(query_, *extent_);
  return extent_;
}

Result<Watched> PrometheusReader::watched(TimeRange range, std::string_view selector) {
  // Accesses are always asked for: their labels say which village a vantage stands in.
  auto labels = query_.series(std::string(kAccesses), range);
  if (labels && selector != kAccesses) {
    const auto more = query_.series(std::string(selector), range);
    if (!more) return tl::unexpected(more.error());
    labels->insert(labels->end(), more->begin(), more->end());
  }
  if (!labels) return tl::unexpected(labels.error());
  return watched_by(*labels);
}

Result<void> PrometheusReader::each_subject(TimeRange range, std::string_view selector,
                                            const EachSubject& each) {
  const auto known = extent();
  if (!known) return tl::unexpected(known.error());
  if (!*known) return {};
  const auto all =
      watched({std::max(range.from, (*known)->from), std::min(range.to, (*known)->to)}, selector);
  if (!all) return tl::unexpected(all.error());
  for (const auto& [subject, at_home] : all->subjects) {
    const auto found = series_->intervals(subject, at_home, range);
    if (!found) return tl::unexpected(found.error());
    if (auto given = each(subject, at_home, *found); !given) return given;
  }
  return {};
}

Result<void> PrometheusReader::intervals(TimeRange range,
                                         const std::function<void(const Interval&)>& each) {
  const auto give = [&](const Subject& subject, const std::set<SiteId>& at_home,
                        const std::vector<Interval>& found) {
    for (Interval interval : found) {
      if (interval.state == State::down && !subject.is_village()) {
        const auto blame = blame_for(outage_of(interval), at_home);
        if (!blame) return Result<void>(tl::unexpected(blame.error()));
        if (*blame) {
          interval.cause = (*blame)->cause;
          interval.root_device = (*blame)->root_device;
        }
      }
      each(interval);
    }
    return Result<void>();
  };
  return each_subject(range, kVillages, give);
}

Result<std::optional<Blame>> PrometheusReader::blame_for(const Outage& outage,
                                                         const std::set<SiteId>& at_home) {
  const LedgerTime end = outage.end ? *outage.end + kAfterwards : extent_->to;
  const auto seen = query_.ask(fmt::format("count_over_time(commune_outage_open{{{},{},{}}}[{}ms])",
                                           match("village", outage.subject.village.value),
                                           match("site", outage.subject.site.value),
                                           match("access", access_word(outage.subject)),
                                           std::max(end - outage.start, Milliseconds(1)).count()),
                               end);
  if (!seen) return tl::unexpected(seen.error());
  std::vector<Blame> all;
  for (const Series& series : *seen) {
    Blame blame;
    blame.cause = cause_of(label(series.labels, "cause")).value_or(Cause::unknown);
    blame.root_device = DeviceId{label(series.labels, "root_device")};
    blame.root = label(series.labels, "root") == "true";
    blame.at_the_site = at_home.contains(SiteId{label(series.labels, "vantage")});
    blame.samples = series.samples.front().value;
    all.push_back(std::move(blame));
  }
  return best_blame(all);
}

Result<void> PrometheusReader::outages(TimeRange range,
                                       const std::function<void(const Outage&)>& each) {
  std::vector<BlamedOutage> blamed;
  const auto take = [&](const Subject&, const std::set<SiteId>& at_home,
                        const std::vector<Interval>& found) {
    for (const Interval& interval : found) {
      if (interval.state != State::down) continue;
      Outage outage = outage_of(interval);
      auto blame = blame_for(outage, at_home);
      if (!blame) return Result<void>(tl::unexpected(blame.error()));
      blamed.push_back({std::move(outage), std::move(*blame)});
    }
    return Result<void>();
  };
  if (auto read = each_subject(range, kAccesses, take); !read) return read;
  for (const Outage& outage : outage_list(std::move(blamed)))
    each(outage);
  return {};
}

Result<void> PrometheusReader::quality(RollUp /*roll_up*/, TimeRange /*range*/,
                                       const std::function<void(const Quality&)>& /*each*/) {
  return fail("--prometheus",
              "a Prometheus has only coverage and outages; quality is in a gateway's "
              "history: --config FILE or --source history.db");
}

Result<std::vector<Maintenance>> PrometheusReader::maintenance(TimeRange /*range*/) {
  return std::vector<Maintenance>{};
}

}  // namespace

std::unique_ptr<HistoryReader> read_prometheus(PrometheusQuery query) {
  return std::make_unique<PrometheusReader>(std::move(query));
}

}  // namespace commune::central
