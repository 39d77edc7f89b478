#include "collectors/snmp/target_poller.hpp"

#include <algorithm>
#include <utility>

#include "core/runtime/spread.hpp"

#include <asio/post.hpp>
#include <fmt/format.h>

namespace commune::snmp {
namespace {

// A name that moved (dynamic addresses) is found again after this long.
constexpr std::chrono::minutes kResolutionAge{5};
// Even of a device that is polled every second a poll may take this long.
constexpr Milliseconds kShortestDeadline{1'000};

Milliseconds poll_deadline(const Target& target) {
  // It ends before the next one is due, so that a slow device falls behind alone and never piles
  // up.
  return std::max(target.interval * 9 / 10, kShortestDeadline);
}

}  // namespace

TargetPoller::TargetPoller(asio::io_context& loop, SessionFactory& sessions,
                           std::shared_ptr<const ProfileReaders> readers, Target target, Sink& sink)
    : loop_(loop),
      sessions_(sessions),
      readers_(std::move(readers)),
      target_(std::move(target)),
      sink_(sink),
      timer_(loop),
      resolver_(loop),
      memory_(target_.max_repetitions) {}

void TargetPoller::run(MonoTime epoch) {
  epoch_ = epoch;
  schedule();
}

void TargetPoller::schedule() {
  if (epoch_ == MonoTime()) return;
  const auto offset = spread_offset(target_.device.value, target_.interval);
  timer_.expires_at(next_poll(epoch_, offset, target_.interval, now().mono));
  timer_.async_wait(lifetime_.guard([this](std::error_code error) {
    if (!error) poll();
  }));
}

void TargetPoller::use(std::shared_ptr<const ProfileReaders> readers) {
  // A poll under way ends with what it began with.
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
  if (address_ && started_.mono - *resolved_ < kResolutionAge) return begin(*address_);
  resolve();
}

void TargetPoller::resolve() {
  std::error_code error;
  const auto literal = asio::ip::make_address(target_.address, error);
  if (!error) {
    address_ = asio::ip::udp::endpoint(literal, target_.port);
    resolved_ = MonoTime::max();
    return begin(*address_);
  }
  resolver_.async_resolve(
      target_.address, std::to_string(target_.port),
      lifetime_.guard(
          [this](std::error_code failed, const asio::ip::udp::resolver::results_type& found) {
            if (!failed && !found.empty()) {
              if (address_ != found.begin()->endpoint()) session_.reset();
              address_ = found.begin()->endpoint();
              resolved_ = now().mono;
            }
            // An address that was good before the name server died is better than none.
            if (address_) return begin(*address_);
            fail(fmt::format("cannot resolve \"{}\": {}", target_.address, failed.message()));
          }));
}

void TargetPoller::begin(const asio::ip::udp::endpoint& address) {
  if (!session_)
    session_ = sessions_.open(target_.device, address, target_.credentials, history_.refused);
  if (!memory_.reader && target_.profile != "auto") {
    memory_.reader = readers_->named(target_.profile);
    memory_.tables.resize(memory_.reader->interpretation->profile().tables.size());
  }
  const Patience patience{target_.timeout, target_.retries, now().mono + poll_deadline(target_)};
  poll_ = std::make_unique<DevicePoll>(*session_, memory_, history_.requests, *readers_, patience,
                                       [] { return now().mono; });
  poll_->start([this](PollResult result) {
    // Posted: the poll is still on the stack.
    asio::post(loop_, lifetime_.guard([this, result = std::move(result)]() mutable {
      end(std::move(result));
    }));
  });
}

void TargetPoller::end(PollResult result) {
  poll_.reset();
  const bool answered = result.answered;
  auto readings = make_readings(target_.device, target_.interval, std::move(result), started_,
                                now(), history_, memory_);
  // Silence may be a replaced device or a stale time window: the next poll finds out from the
  // start.
  if (!answered) session_->reset();
  sink_.take(std::make_shared<const DeviceReadings>(std::move(readings)));
  if (next_readers_) use(std::exchange(next_readers_, nullptr));
  schedule();
}

void TargetPoller::fail(std::string failure) {
  PollResult result;
  result.failure = std::move(failure);
  auto readings = make_readings(target_.device, target_.interval, std::move(result), started_,
                                now(), history_, memory_);
  sink_.take(std::make_shared<const DeviceReadings>(std::move(readings)));
  schedule();
}

}  // namespace commune::snmp
