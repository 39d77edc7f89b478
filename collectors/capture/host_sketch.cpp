#include "collectors/capture/host_sketch.hpp"

#include <algorithm>
#include <cmath>

namespace commune::capture {
namespace {

constexpr std::chrono::seconds kWindow{30};

}  // namespace

void HostSketch::turn(PacketTime now) {
  // Packets of several queues may come out of order.
  if (now < window_begin_ && window_begin_ - now < kWindow) return;
  const auto begin = std::chrono::floor<std::chrono::seconds>(now);
  // The clock was set back: the hosts seen stay, in windows that now end earlier.
  auto passed = begin < window_begin_ ? 1 : (now - window_begin_) / kWindow;
  passed = std::min<decltype(passed)>(passed, kWindows);
  for (; passed > 0; --passed) {
    current_ = (current_ + 1) % kWindows;
    windows_[current_].fill(0);
  }
  window_begin_ = begin;
  window_end_ = begin + kWindow;
}

double HostSketch::estimate(PacketTime now) {
  if (now >= window_end_ || now < window_begin_) turn(now);
  // Counts the registers of each rank, as 2,048 powers would cost more than everything else.
  std::array<std::uint32_t, 64> ranks{};
  for (std::size_t i = 0; i < kRegisters; ++i) {
    std::uint8_t most = 0;
    for (const Registers& window : windows_)
      most = std::max(most, window[i]);
    ++ranks[most];
  }
  double sum = 0;
  for (std::size_t rank = 0; rank < ranks.size(); ++rank)
    sum += std::ldexp(ranks[rank], -static_cast<int>(rank));
  const std::uint32_t empty = ranks[0];
  static constexpr double kCount = kRegisters;
  const double raw = 0.7213 / (1 + 1.079 / kCount) * kCount * kCount / sum;
  // For few hosts the share of unused registers is more exact.
  if (raw <= 2.5 * kCount && empty > 0) return kCount * std::log(kCount / empty);
  return raw;
}

}  // namespace commune::capture
