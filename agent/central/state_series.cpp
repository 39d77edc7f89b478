#include "agent/central/state_series.hpp"

#include <algorithm>
#include <utility>

namespace commune::central {
namespace {

/// A change of cause alone begins a new interval of these: nothing was lost then.
bool has_causes(State state) {
  return state == State::degraded || state == State::unmeasured;
}

Interval interval(const Subject& subject, State state, LedgerTime start, LedgerTime end) {
  Interval made;
  made.subject = subject;
  made.state = state;
  made.cause = state == State::unmeasured ? Cause::no_evidence
               : state == State::planned  ? Cause::maintenance
               : state == State::up       ? Cause::none
                                          : Cause::unknown;
  made.start = start;
  made.end = end;
  return made;
}

}  // namespace

StateSeries::StateSeries(Subject subject) : subject_(std::move(subject)) {}

bool StateSeries::goes_on(const StateSample& sample) const {
  return current_ && current_->state == sample.state && current_->since == sample.since;
}

bool StateSeries::was_lost_before(const StateSample& next) const {
  const Milliseconds silence = next.seen - current_->seen;
  if (silence > kStale) return true;
  if (next.state == current_->state) return !has_causes(next.state);
  const bool missed = pace_.count() > 0 && 2 * silence > 5 * pace_;
  return next.state == State::unmeasured && missed;
}

void StateSeries::close(LedgerTime end) {
  if (end > current_->since)
    past_.push_back(interval(subject_, current_->state, current_->since, end));
}

void StateSeries::add(const StateSample& sample) {
  if (!current_) {
    current_ = sample;
    return;
  }
  if (goes_on(sample)) {
    if (sample.seen > current_->seen) pace_ = sample.seen - current_->seen;
    current_->seen = std::max(current_->seen, sample.seen);
    return;
  }
  // A clock that was set back must not reorder samples.
  const LedgerTime begin = std::max(sample.since, current_->since);
  const LedgerTime heard = std::max(current_->seen, current_->since);
  if (begin > heard && was_lost_before(sample)) {
    close(heard);
    past_.push_back(interval(subject_, State::unmeasured, heard, begin));
  } else {
    close(begin);
  }
  pace_ = sample.seen - current_->seen;
  current_ = StateSample{sample.seen, sample.state, begin};
}

std::vector<Interval> StateSeries::intervals(LedgerTime end) const {
  std::vector<Interval> all = past_;
  if (!current_) return all;
  const bool fresh = end - current_->seen <= kStale;
  Interval last = interval(subject_, current_->state, current_->since,
                           fresh ? std::max(end, current_->seen) : current_->seen);
  last.open = fresh;
  if (last.end > last.start) all.push_back(last);
  return all;
}

}  // namespace commune::central
