#include "agent/coverage/subject_ledger.hpp"

#include <algorithm>
#include <utility>

namespace commune::coverage {
namespace {

Milliseconds& time_in(StateTimes& times, State state) {
  return times.at(static_cast<std::size_t>(state));
}

/// How good a state is for people; the two states that say nothing about it have no rank.
std::optional<int> rank(State state) {
  if (state == State::down || state == State::degraded || state == State::up)
    return state_number(state);
  return std::nullopt;
}

/// How long evidence for `to` must hold. An announced state and a lost measurement count at once.
Milliseconds patience(State from, State to, const Debounce& debounce) {
  if (!rank(to)) return Milliseconds{0};
  if (!rank(from)) return to == State::down ? debounce.down_after : debounce.up_after;
  return *rank(to) < *rank(from) ? debounce.down_after : debounce.up_after;
}

/// Whether two looks belong to one interval. A `down` keeps its interval when its cause becomes
/// clearer.
bool same(State state, Cause cause, const Look& look) {
  return state == look.state && (cause == look.cause || state == State::down);
}

}  // namespace

SubjectLedger::SubjectLedger(Subject subject, LedgerTime start, Cause cause)
    : current_{std::move(subject), State::unmeasured, cause, {}, start, start, true},
      known_until_(start) {}

SubjectLedger::SubjectLedger(const Interval& last, const StateTimes& totals)
    : current_(last), known_until_(last.end), before_past_(totals) {
  current_.open = true;
  time_in(before_past_, last.state) -= last.end - last.start;
}

std::optional<SubjectLedger::Change> SubjectLedger::look(const Look& look, LedgerTime now,
                                                         const Debounce& debounce) {
  if (same(current_.state, current_.cause, look)) {
    pending_.reset();
    const LedgerTime until = look.known_until ? std::min(*look.known_until, now) : now;
    known_until_ = std::max(known_until_, until);
    return std::nullopt;
  }
  if (!pending_ || !same(pending_->look.state, pending_->look.cause, look))
    pending_ = Pending{look, std::clamp(look.since, known_until_, std::max(known_until_, now))};
  pending_->look = look;
  known_until_ = std::max(known_until_, std::min(pending_->first, now));
  if (now - pending_->first < patience(current_.state, look.state, debounce)) return std::nullopt;
  Change change = change_to(look, pending_->first);
  const LedgerTime until = look.known_until ? std::min(*look.known_until, now) : now;
  known_until_ = std::max(known_until_, until);
  change.begun.end = known_until_;
  return change;
}

std::optional<SubjectLedger::Change> SubjectLedger::enter(const Look& look, LedgerTime from,
                                                          LedgerTime to) {
  from = std::max(from, known_until_);
  if (to < from) return std::nullopt;
  if (same(current_.state, current_.cause, look)) {
    pending_.reset();
    known_until_ = to;
    return std::nullopt;
  }
  Change change = change_to(look, from);
  known_until_ = to;
  change.begun.end = to;
  return change;
}

SubjectLedger::Change SubjectLedger::change_to(const Look& look, LedgerTime from) {
  Interval ended = current_;
  ended.end = from;
  ended.open = false;
  if (ended.end > ended.start) past_.push_back(ended);
  current_ = {ended.subject, look.state, look.cause, look.root_device, from, from, true};
  known_until_ = std::max(known_until_, from);
  pending_.reset();
  return {ended, current_};
}

bool SubjectLedger::refine(Cause cause, const DeviceId& root_device) {
  if (current_.cause == cause && current_.root_device == root_device) return false;
  current_.cause = cause;
  current_.root_device = root_device;
  return true;
}

void SubjectLedger::settle(Change& change, Cause cause, const DeviceId& root_device) {
  change.ended.cause = cause;
  change.ended.root_device = root_device;
  if (!past_.empty() && past_.back().start == change.ended.start) past_.back() = change.ended;
}

void SubjectLedger::shift(Milliseconds by) {
  for (Interval& interval : past_) {
    interval.start += by;
    interval.end += by;
  }
  current_.start += by;
  known_until_ += by;
  if (pending_) pending_->first += by;
}

Interval SubjectLedger::current() const {
  Interval interval = current_;
  interval.end = known_until_;
  return interval;
}

StateTimes SubjectLedger::totals(LedgerTime until) const {
  StateTimes times = before_past_;
  const auto add = [&](const Interval& interval, LedgerTime end) {
    const LedgerTime last = std::min(end, until);
    if (last > interval.start) time_in(times, interval.state) += last - interval.start;
  };
  for (const Interval& interval : past_)
    add(interval, interval.end);
  add(current_, known_until_);
  return times;
}

const Interval& SubjectLedger::at(LedgerTime time) const {
  for (const Interval& interval : past_)
    if (time < interval.end) return interval;
  return current_;
}

std::vector<Interval> SubjectLedger::intervals() const {
  std::vector<Interval> all(past_.begin(), past_.end());
  all.push_back(current());
  return all;
}

void SubjectLedger::forget_before(LedgerTime time) {
  while (!past_.empty() && past_.front().end <= time) {
    const Interval& oldest = past_.front();
    time_in(before_past_, oldest.state) += oldest.end - oldest.start;
    past_.pop_front();
  }
}

}  // namespace commune::coverage
