#include "tests/simulator/net/wire.hpp"

#include <algorithm>
#include <utility>

namespace commune::simulator {

void Wire::send(std::string packet, Time now) {
  const Time begins = std::max(now, free_);
  if (begins - now > options_.longest_queue || random_.happens(options_.loss)) return;
  if (options_.bytes_per_second > 0)
    free_ = begins + std::chrono::duration_cast<Time::duration>(std::chrono::duration<double>(
                         static_cast<double>(packet.size()) / options_.bytes_per_second));
  else
    free_ = begins;
  const auto jitter =
      std::chrono::duration_cast<Time::duration>(options_.jitter * (2 * random_.next() - 1));
  Time arrives = free_ + std::max(Time::duration::zero(), options_.delay + jitter);
  if (!flying_.empty()) arrives = std::max(arrives, flying_.back().arrives);
  flying_.push_back({arrives, std::move(packet)});
}

std::optional<std::string> Wire::receive(Time now) {
  if (flying_.empty() || flying_.front().arrives > now) return std::nullopt;
  std::string packet = std::move(flying_.front().packet);
  flying_.pop_front();
  return packet;
}

std::optional<Wire::Time> Wire::next() const {
  if (flying_.empty()) return std::nullopt;
  return flying_.front().arrives;
}

}  // namespace commune::simulator
