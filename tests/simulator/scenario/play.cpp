#include "tests/simulator/scenario/play.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <queue>
#include <tuple>

#include "tests/simulator/net/network.hpp"
#include "tests/simulator/net/tun.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace commune::simulator {
namespace {

using Clock = std::chrono::steady_clock;

/// Packets handled in a row before late deliveries are sent.
constexpr int kBatch = 64;
constexpr std::size_t kLargestPacket = 65536;

struct Late {
  Clock::time_point due;
  std::uint64_t order;  ///< Packets due at the same time leave in the order of arrival.
  std::string packet;

  bool operator>(const Late& other) const {
    return std::tie(due, order) > std::tie(other.due, other.order);
  }
};

class Player {
 public:
  Player(const Scenario& scenario, const Tun& tun, double speed)
      : tun_(tun),
        speed_(speed),
        network_(scenario),
        timeline_(scenario.faults),
        buffer_(kLargestPacket, '\0') {}

  void run(int signals);

 private:
  SimTime simulated(Clock::time_point now) const {
    return std::chrono::duration_cast<SimTime>((now - started_) * speed_);
  }
  void say(SimTime at, const std::string& what) const;
  void make_faults(Clock::time_point now);
  void deliver_late(Clock::time_point now);
  void take_packets(Clock::time_point now);
  timespec wait_time(Clock::time_point now) const;

  const Tun& tun_;
  double speed_;
  Network network_;
  Timeline timeline_;
  std::string buffer_;
  Clock::time_point started_ = Clock::now();
  std::priority_queue<Late, std::vector<Late>, std::greater<>> late_;
  std::uint64_t order_ = 0;
};

void Player::say(SimTime at, const std::string& what) const {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at).count();
  fmt::print("{:02}:{:02}:{:02} {}\n", seconds / 3600, seconds / 60 % 60, seconds % 60, what);
  std::fflush(stdout);
}

void Player::make_faults(Clock::time_point now) {
  while (const auto event = timeline_.take_due(simulated(now)))
    say(event->at, network_.apply(*event));
}

void Player::deliver_late(Clock::time_point now) {
  while (!late_.empty() && late_.top().due <= now) {
    tun_.write(late_.top().packet);
    late_.pop();
  }
}

void Player::take_packets(Clock::time_point now) {
  const SimTime at = simulated(now);
  for (int taken = 0; taken < kBatch; ++taken) {
    const std::string_view packet = tun_.read(buffer_);
    if (packet.empty()) return;
    for (Delivery& delivery : network_.receive(packet, at)) {
      if (delivery.after == Delay::zero())
        tun_.write(delivery.packet);
      else
        late_.push({now + delivery.after, order_++, std::move(delivery.packet)});
    }
  }
}

timespec Player::wait_time(Clock::time_point now) const {
  std::chrono::nanoseconds wait = std::chrono::hours(1);
  if (!late_.empty()) wait = std::min<std::chrono::nanoseconds>(wait, late_.top().due - now);
  if (const auto due = timeline_.next_due()) {
    const auto left = std::chrono::duration<double, std::nano>(*due - simulated(now)) / speed_;
    if (left < wait) wait = std::chrono::ceil<std::chrono::nanoseconds>(left);
  }
  wait = std::max(wait, std::chrono::nanoseconds::zero());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wait);
  return {seconds.count(), (wait - seconds).count()};
}

void Player::run(int signals) {
  std::array<pollfd, 2> watched{pollfd{tun_.descriptor(), POLLIN, 0}, pollfd{signals, POLLIN, 0}};
  while (watched[1].revents == 0) {
    const auto now = Clock::now();
    make_faults(now);
    deliver_late(now);
    take_packets(now);
    const timespec wait = wait_time(Clock::now());
    ppoll(watched.data(), watched.size(), &wait, nullptr);
  }
}

}  // namespace

Result<void> play(const Scenario& scenario, const PlayOptions& options) {
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  sigprocmask(SIG_BLOCK, &ending, nullptr);
  const int signals = signalfd(-1, &ending, SFD_CLOEXEC);

  const auto tun = Tun::open(options.tun, scenario);
  if (!tun) return tl::unexpected(tun.error());
  fmt::print("ready: {} devices on tun {}\n", scenario.devices.size(), options.tun);
  std::fflush(stdout);
  Player(scenario, *tun, options.speed).run(signals);
  close(signals);
  return {};
}

}  // namespace commune::simulator
