#include "exporters/report/coverage_rows.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace commune::report {
namespace {

std::optional<Ratio> share(Milliseconds part, Milliseconds whole) {
  constexpr std::int64_t kMillion = 1'000'000;
  if (whole.count() == 0) return std::nullopt;
  return Ratio{part.count() * kMillion / whole.count()};
}

}  // namespace

Milliseconds CoverageFigures::known() const {
  return std::accumulate(times.begin(), times.end(), Milliseconds{});
}

std::optional<Ratio> CoverageFigures::availability() const {
  const auto served = in(State::up) + in(State::degraded);
  return share(served, served + in(State::down));
}

std::optional<Ratio> CoverageFigures::measured_share() const {
  return share(known() - in(State::unmeasured), known());
}

std::optional<Milliseconds> CoverageFigures::mean_time_to_repair() const {
  if (outages == 0) return std::nullopt;
  return Milliseconds{outages_together.count() / static_cast<std::int64_t>(outages)};
}

std::optional<Cause> CoverageFigures::main_cause() const {
  const auto most = std::max_element(down_causes.begin(), down_causes.end());
  if (most->count() == 0) return std::nullopt;
  return static_cast<Cause>(most - down_causes.begin());
}

CoverageFigures& CoverageFigures::operator+=(const CoverageFigures& other) {
  const auto add_all = [](auto& to, const auto& from) {
    std::transform(to.begin(), to.end(), from.begin(), to.begin(), std::plus<>());
  };
  add_all(times, other.times);
  add_all(down_causes, other.down_causes);
  add_all(unmeasured_causes, other.unmeasured_causes);
  outages += other.outages;
  longest_outage = std::max(longest_outage, other.longest_outage);
  outages_together += other.outages_together;
  return *this;
}

CoverageRows::CoverageRows(std::span<const PeriodBounds> periods, Each each)
    : periods_(periods), each_(std::move(each)) {}

std::size_t CoverageRows::period_at(LedgerTime time) const {
  const auto found = std::upper_bound(
      periods_.begin(), periods_.end(), time,
      [](LedgerTime at, const PeriodBounds& period) { return at < period.to.time; });
  return static_cast<std::size_t>(found - periods_.begin());
}

void CoverageRows::add(const Interval& interval) {
  if (!subject_ || *subject_ != interval.subject) {
    end_subject();
    subject_ = interval.subject;
    figures_.assign(periods_.size(), {});
  }
  const auto cause = static_cast<std::size_t>(interval.cause);
  for (std::size_t i = period_at(interval.start); i < periods_.size(); ++i) {
    const auto& period = periods_[i];
    if (period.from.time >= interval.end) break;
    const Milliseconds time =
        std::min(interval.end, period.to.time) - std::max(interval.start, period.from.time);
    figures_[i].times.at(static_cast<std::size_t>(interval.state)) += time;
    if (interval.state == State::down) figures_[i].down_causes.at(cause) += time;
    if (interval.state == State::unmeasured) figures_[i].unmeasured_causes.at(cause) += time;
  }
  // A cause that changes does not end an outage.
  const bool down = interval.state == State::down;
  if (outage_ && (!down || outage_->to != interval.start)) end_outage();
  if (down) outage_ = TimeRange{outage_ ? outage_->from : interval.start, interval.end};
}

void CoverageRows::end_outage() {
  const auto outage = *std::exchange(outage_, std::nullopt);
  const std::size_t i = period_at(outage.from);
  if (i == periods_.size() || outage.from < periods_[i].from.time) return;
  ++figures_[i].outages;
  figures_[i].outages_together += outage.to - outage.from;
  figures_[i].longest_outage = std::max(figures_[i].longest_outage, outage.to - outage.from);
}

void CoverageRows::end_subject() {
  if (outage_) end_outage();
  if (subject_) each_(*subject_, figures_);
  subject_.reset();
}

}  // namespace commune::report
