#include "collectors/snmp/poll/target_poller.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "core/time/spread.hpp"

#include <fmt/format.h>

namespace commune::snmp {
namespace {

// Minimum, also for devices that are polled every second.
constexpr Milliseconds kShortestDeadline{1'000};
// A poll that has not ended this long after its deadline was broken off by an exception.
constexpr Milliseconds kGrace{1'000};

Milliseconds poll_deadline(const Target& target) {
  // Before the next poll is due, so that the polls of a slow device do not pile up.
  return std::max(target.interval * 9 / 10, kShortestDeadline);
}

}  // namespace

TargetPoller::TargetPoller(EventLoop& loop, HostResolver& resolver, SessionFactory& sessions,
                           std::shared_ptr<const ProfileReaders> readers, Target target, Sink& sink)
    : loop_(loop),
      resolver_(resolver),
      sessions_(sessions),
      readers_(std::move(readers)),
      target_(std::move(target)),
      sink_(sink),
      timer_(loop.context()),
      address_(target_.address),
      memory_(target_.max_repetitions) {}

void TargetPoller::run(MonoTime epoch) {
  epoch_ = epoch;
  schedule();
}

void TargetPoller::schedule() {
  if (epoch_ == MonoTime()) return;
  const auto offset = spread_offset(target_.device.value, target_.interval);
  auto at = next_poll(epoch_, offset, target_.interval, now().mono);
  if (trigger_.due()) at = std::min(at, *trigger_.due());
  timer_.expires_at(at);
  timer_.async_wait(lifetime_.guard([this](std::error_code error) {
    if (error) return;
    try {
      poll();
    } catch (const std::exception& thrown) {
      abandon(thrown.what());
    }
  }));
}

const Profile& TargetPoller::profile() const {
  const auto reader = memory_.reader              ? memory_.reader
                      : target_.profile != "auto" ? readers_->named(target_.profile)
                                                  : readers_->named("generic");
  return reader->interpretation->profile();
}

TrapKind TargetPoller::handle_notification(const Notification& notification) {
  const TrapKind kind = kind_of(notification, profile().traps);
  ++history_.traps[static_cast<std::size_t>(kind)];
  poll_out_of_turn();
  return kind;
}

void TargetPoller::poll_out_of_turn() {
  trigger_.ask(now().mono);
  if (!polling_) schedule();
}

void TargetPoller::use(std::shared_ptr<const ProfileReaders> readers) {
  // A poll in progress keeps the profiles that it began with.
  if (poll_) {
    next_readers_ = std::move(readers);
    return;
  }
  readers_ = std::move(readers);
  memory_.reader.reset();
  memory_.forget_constants();
}

void TargetPoller::poll() {
  started_ = now();
  polling_ = true;
  trigger_.begun(started_.mono);
  const bool silent = history_.silent_polls > 0;
  const bool known = address_.current().has_value();
  if (address_.wants_look_up(started_.mono, silent))
    look_up();
  else if (!known)
    return fail(address_.failure());
  // Keeps the last address while the name server fails; waits for the first one.
  if (known) begin();
}

void TargetPoller::look_up() {
  address_.look_up_started();
  resolver_.resolve(target_.address, lifetime_.guard([this](Result<std::vector<Address>> found) {
    const bool first = !address_.current();
    if (found)
      address_.resolved(*found, now().mono);
    else
      address_.not_resolved(found.error().what, now().mono);
    if (looked_up_) looked_up_();
    if (!first) return;
    if (address_.current())
      begin();
    else
      fail(address_.failure());
  }));
}

void TargetPoller::begin() {
  watch();
  if (session_address_ != address_.current()) session_.reset();
  session_address_ = address_.current();
  if (!session_)
    session_ = sessions_.open(target_.device, {*session_address_, target_.port},
                              target_.credentials, history_.refused);
  const bool named = target_.profile != "auto";
  if (!memory_.reader && named) memory_.adopt(readers_->named(target_.profile));
  families_ = named ? std::make_shared<NamedReader>(readers_, target_.profile)
                    : std::shared_ptr<const Readers>(readers_);
  const Patience patience{target_.timeout, target_.retries, now().mono + poll_deadline(target_)};
  poll_ = std::make_unique<DevicePoll>(*session_, memory_, history_.requests, *families_, patience,
                                       [] { return now().mono; });
  poll_->start([this](PollResult result) {
    // Posted: the poll is still on the stack.
    loop_.post(lifetime_.guard([this, result = std::move(result)] { finish_poll(result); }));
  });
}

void TargetPoller::finish_poll(const PollResult& result) {
  poll_.reset();
  polling_ = false;
  // First, so that the device is polled again even when something below throws.
  schedule();
  const bool answered = result.answered;
  auto readings =
      make_readings(target_.device, target_.interval, result, started_, now(), history_, memory_);
  // Silence may come from a replaced device or a stale SNMPv3 time window: the next poll discovers
  // the engine again.
  if (!answered && session_) session_->reset();
  sink_.publish(std::make_shared<const DeviceReadings>(std::move(readings)));
  if (next_readers_) use(std::exchange(next_readers_, nullptr));
}

void TargetPoller::watch() {
  timer_.expires_after(poll_deadline(target_) + 2 * target_.timeout + kGrace);
  timer_.async_wait(lifetime_.guard([this](std::error_code error) {
    if (!error) abandon("the poll did not end");
  }));
}

void TargetPoller::abandon(std::string why) {
  poll_.reset();
  session_.reset();
  fail(std::move(why));
}

void TargetPoller::fail(std::string failure) {
  polling_ = false;
  schedule();
  PollResult result;
  result.failure = std::move(failure);
  auto readings =
      make_readings(target_.device, target_.interval, result, started_, now(), history_, memory_);
  sink_.publish(std::make_shared<const DeviceReadings>(std::move(readings)));
  if (next_readers_) use(std::exchange(next_readers_, nullptr));
}

}  // namespace commune::snmp
