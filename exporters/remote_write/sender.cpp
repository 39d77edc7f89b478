#include "exporters/remote_write/sender.hpp"

#include <algorithm>

#include "core/time/spread.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace commune::remote_write {
namespace {

using Kind = Verdict::Kind;
using std::chrono::seconds;

constexpr Milliseconds kFirstPause{1'000};
// A repaired line is noticed within half a minute, including the time to connect.
constexpr Milliseconds kLongestPauseWithoutAnswer{15'000};
constexpr Milliseconds kLongestPause{60'000};
constexpr seconds kLongestRetryAfter{3'600};
constexpr Milliseconds kHoldPause{60'000};
constexpr std::size_t kLeastLimit = 500;
/// Successive answers 500 that count as temporary.
constexpr int kPatience = 4;
/// Answers 500 after a success that are attributed to samples: enough to isolate a single one.
constexpr int kTrust = 16;
/// If this many samples of a batch are refused and none is accepted, the search ends.
constexpr std::size_t kHopeless = 8;

std::string shown_value(ValueBits bits) {
  return bits == kStale ? "stale" : fmt::format("{}", std::bit_cast<double>(bits));
}

}  // namespace

Sender::Sender(SenderOptions options)
    : options_(std::move(options)), limit_(options_.most_samples) {}

Sender::Job Sender::job_for(Batch batch) const {
  Job job{std::move(batch), {}};
  for (std::size_t begin = 0; begin < job.batch.items.size(); begin += limit_)
    job.to_go.push_back({begin, std::min(begin + limit_, job.batch.items.size())});
  return job;
}

std::optional<Sender::Errand> Sender::next(Queue& queue, const Clock& clock) {
  if (not_before_ && clock.now.mono < *not_before_) return std::nullopt;
  not_before_.reset();
  if (options_.fresh_first && !fresh_) {
    Batch newest = queue.newest(clock);
    if (!newest.empty() && newest.blocks.front().seq > fresh_tried_seq_)
      fresh_ = job_for(std::move(newest));
  }
  if (!fresh_ && job_.to_go.empty()) {
    Batch oldest = queue.oldest(limit_, clock);
    if (oldest.empty()) return std::nullopt;
    job_ = job_for(std::move(oldest));
  }
  return Errand{&job().batch, job().to_go.front()};
}

void Sender::judge(const Verdict& verdict, std::size_t bytes, Queue& queue, const Clock& clock) {
  if (verdict.kind == Kind::aborted) return;
  if (verdict.kind == Kind::taken) return taken(bytes, queue, clock);
  if (fresh_)
    fresh_failed(verdict, clock);
  else
    failed(verdict, queue, clock);
  // After a wait it may be too old, and there may be more to send with it.
  if (!not_before_ || !is_untouched()) return;
  queue.give_back(job_.batch);
  forget_job();
}

// Replaced with a new object, because a string that is cleared keeps its memory.
void Sender::forget_job() {
  const Job gone = std::move(job_);
  job_ = {};
}

void Sender::failed(const Verdict& verdict, Queue& queue, const Clock& clock) {
  switch (verdict.kind) {
    case Kind::later:
      return later(verdict, queue, clock);
    case Kind::held:
      return hold(verdict.what, clock);
    case Kind::refused:
      return refused(verdict, queue, clock);
    case Kind::too_large:
      return too_large(verdict, queue, clock);
    case Kind::taken:
    case Kind::aborted:
      return;
  }
}

void Sender::taken(std::size_t bytes, Queue& queue, const Clock& clock) {
  if (!trouble_.empty()) spdlog::info("remote write {}: samples are accepted again", options_.name);
  trouble_.clear();
  failures_ = 0;
  trust_ = kTrust;
  proven_ = refusals_.size();
  last_success_ = std::chrono::floor<Milliseconds>(clock.now.wall);
  sent_samples_ += job().to_go.front().size();
  sent_bytes_ += bytes;
  job().to_go.pop_front();
  limit_ = std::min(options_.most_samples, limit_ + std::max<std::size_t>(limit_ / 8, 1));
  if (!fresh_) {
    any_taken_ = true;
    server_errors_ = 0;
    return end_if_done(queue, clock);
  }
  fresh_taken_ = true;
  if (!fresh_->to_go.empty()) return;
  fresh_tried_seq_ = fresh_->batch.blocks.front().seq;
  queue.delivered(fresh_->batch);
  fresh_.reset();
}

// It is still in the queue, and is sent when its turn comes.
void Sender::fresh_failed(const Verdict& verdict, const Clock& clock) {
  fresh_tried_seq_ = fresh_->batch.blocks.front().seq;
  retried_samples_ += fresh_->to_go.front().size();
  fresh_.reset();
  if (verdict.kind == Kind::later) wait_after_failure(verdict, clock);
  if (verdict.kind == Kind::held) hold(verdict.what, clock);
}

void Sender::later(const Verdict& verdict, Queue& queue, const Clock& clock) {
  retried_samples_ += job_.to_go.front().size();
  server_errors_ = verdict.status == 500 ? server_errors_ + 1 : 0;
  const bool searches = verdict.status == 500 && (searching_ || server_errors_ >= kPatience);
  if (searches && search(verdict, queue, clock)) return;
  // On a slow line smaller requests get through.
  if (verdict.timed_out) {
    if (limit_ > kLeastLimit) limit_ = std::max(kLeastLimit, limit_ / 2);
    if (job_.to_go.front().size() > limit_) split();
  }
  wait_after_failure(verdict, clock);
}

void Sender::wait_after_failure(const Verdict& verdict, const Clock& clock) {
  const auto longest = verdict.status == 0 ? kLongestPauseWithoutAnswer : kLongestPause;
  auto pause = std::min(longest, kFirstPause * (1 << std::min(failures_, 6)));
  ++failures_;
  // Gateways that lost the same receiver must not all reconnect at the same moment.
  pause -=
      spread_offset(fmt::format("{}{}", options_.seed, failures_), pause / 4 + Milliseconds(1));
  pause = std::max<Milliseconds>(pause, std::min(verdict.retry_after, kLongestRetryAfter));
  not_before_ = clock.now.mono + pause;
  note_trouble(verdict.what);
}

void Sender::hold(const std::string& why, const Clock& clock) {
  not_before_ = clock.now.mono + kHoldPause;
  note_trouble(why);
}

void Sender::note_trouble(const std::string& what) {
  if (trouble_.empty()) spdlog::warn("remote write {}: {}; samples wait", options_.name, what);
  trouble_ = what;
}

void Sender::refused(const Verdict& verdict, Queue& queue, const Clock& clock) {
  names_samples_ = names_samples_ || verdict.names_samples;
  if (job_.to_go.front().size() > 1) return split();
  put_aside(verdict, queue, clock);
}

void Sender::too_large(const Verdict& verdict, Queue& queue, const Clock& clock) {
  const std::size_t size = job_.to_go.front().size();
  if (size == 1) return put_aside(verdict, queue, clock);
  limit_ = std::min(limit_, size / 2);
  split();
}

// The receiver answers 500 to these samples, either always or because it is in trouble itself.
// Smaller requests show which: in the first case some are accepted. True: continue at once.
bool Sender::search(const Verdict& verdict, Queue& queue, const Clock& clock) {
  if (!std::exchange(searching_, true)) trust_ = 0;
  const bool alive = trust_ > 0;
  if (alive)
    --trust_;
  else
    from_behind_ = !from_behind_;
  if (job_.to_go.front().size() > 1) {
    split();
  } else if (alive) {
    put_aside(verdict, queue, clock);
  } else {
    give_back_unproven();
    searching_ = false;
    server_errors_ = 0;
  }
  return alive;
}

// Between two series if possible: then either half may be sent first.
void Sender::split() {
  const Stretch whole = job_.to_go.front();
  const auto& items = job_.batch.items;
  const auto is_between = [&](std::size_t i) { return items[i].series != items[i - 1].series; };
  std::size_t middle = whole.begin + whole.size() / 2;
  while (middle > whole.begin + 1 && !is_between(middle))
    --middle;
  if (!is_between(middle)) middle = whole.begin + whole.size() / 2;
  job_.to_go.front() = {middle, whole.end};
  job_.to_go.push_front({whole.begin, middle});
  if (searching_ && from_behind_ && is_between(middle)) std::swap(job_.to_go[0], job_.to_go[1]);
}

void Sender::put_aside(const Verdict& verdict, Queue& queue, const Clock& clock) {
  refusals_.push_back({job_.to_go.front().begin, verdict.what});
  job_.to_go.pop_front();
  if (refusals_.size() >= kHopeless && !any_taken_) {
    for (const Stretch& stretch : job_.to_go)
      for (std::size_t i = stretch.begin; i < stretch.end; ++i)
        refusals_.push_back({i, verdict.what});
    job_.to_go.clear();
  }
  end_if_done(queue, clock);
}

// Nothing was accepted since: it may have been the receiver's fault. Stretches to be sent are
// joined again, as far as they are adjacent.
void Sender::give_back_unproven() {
  for (std::size_t i = proven_; i < refusals_.size(); ++i)
    job_.to_go.push_back({refusals_[i].item, refusals_[i].item + 1});
  refusals_.resize(proven_);
  std::sort(job_.to_go.begin(), job_.to_go.end(),
            [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
  std::deque<Stretch> joined;
  for (const Stretch& stretch : job_.to_go) {
    if (!joined.empty() && joined.back().end == stretch.begin &&
        joined.back().size() + stretch.size() <= limit_)
      joined.back().end = stretch.end;
    else
      joined.push_back(stretch);
  }
  job_.to_go = std::move(joined);
}

void Sender::end_if_done(Queue& queue, const Clock& clock) {
  if (!job_.to_go.empty()) return;
  if (!refusals_.empty() && !is_about_samples()) {
    // Nothing at all is accepted: the receiver, or something before it, is not configured
    // correctly.
    const std::string what = refusals_.back().what;
    refusals_.clear();
    proven_ = 0;
    job_ = job_for(std::move(job_.batch));
    return hold(what, clock);
  }
  if (!refusals_.empty()) {
    spdlog::warn("remote write {}: {} samples were refused permanently: {}", options_.name,
                 refusals_.size(), refusals_.front().what);
    queue.refused(refusals_.size(), refusals_text(clock));
  }
  queue.delivered(job_.batch);
  forget_job();
  refusals_.clear();
  proven_ = 0;
  any_taken_ = fresh_taken_ = names_samples_ = searching_ = false;
}

std::string Sender::refusals_text(const Clock& clock) const {
  constexpr std::size_t kMostLines = 100;
  const auto when = std::chrono::floor<seconds>(clock.now.wall);
  std::string text;
  for (std::size_t i = 0; i < std::min(refusals_.size(), kMostLines); ++i) {
    const Batch::Item& item = job_.batch.items[refusals_[i].item];
    text += fmt::format("{:%FT%TZ} {} {} {}: {}\n", when, text_of(job_.batch.labels[item.series]),
                        shown_value(item.value), item.time.time_since_epoch().count(),
                        refusals_[i].what);
  }
  if (refusals_.size() > kMostLines)
    text += fmt::format("{:%FT%TZ} and {} more\n", when, refusals_.size() - kMostLines);
  return text;
}

void Sender::add_figures(RemoteWriteFigures& figures) const {
  figures.sent_samples = sent_samples_;
  figures.sent_bytes = sent_bytes_;
  figures.retried_samples = retried_samples_;
  figures.last_success = last_success_;
  figures.trouble = trouble_;
}

}  // namespace commune::remote_write
