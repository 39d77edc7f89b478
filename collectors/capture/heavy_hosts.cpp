#include "collectors/capture/heavy_hosts.hpp"

#include <algorithm>

namespace commune::capture {
namespace {

constexpr std::chrono::seconds kWindow{50};

}  // namespace

void HeavyHosts::turn(PacketTime now) {
  // Packets of several queues may come out of order.
  if (now < window_begin_ && window_begin_ - now < kWindow) return;
  const auto begin = std::chrono::floor<std::chrono::seconds>(now);
  auto passed = begin < window_begin_ ? 1 : (now - window_begin_) / kWindow;
  passed = std::min<decltype(passed)>(passed, kWindows);
  for (; passed > 0; --passed) {
    current_ = (current_ + 1) % kWindows;
    windows_[current_] = Window{};
  }
  window_begin_ = begin;
  window_end_ = begin + kWindow;
}

void HeavyHosts::see_nobody(std::uint32_t bytes, PacketTime now) {
  if (now >= window_end_ || now < window_begin_) turn(now);
  windows_[current_].total += bytes;
}

void HeavyHosts::see(std::uint64_t hash, std::uint32_t bytes, PacketTime now) {
  see_nobody(bytes, now);
  auto& bucket = windows_[current_].buckets[hash % kBuckets];
  Entry* least = bucket.data();
  for (Entry& entry : bucket) {
    if (entry.hash == hash) {
      entry.bytes += bytes;
      return;
    }
    if (entry.bytes < least->bytes) least = &entry;
  }
  *least = {hash, least->bytes + bytes, least->bytes};
}

HeavyShares HeavyHosts::shares(PacketTime now) {
  if (now >= window_end_ || now < window_begin_) turn(now);
  std::uint64_t total = 0;
  std::size_t count = 0;
  for (const Window& window : windows_) {
    total += window.total;
    for (const auto& bucket : window.buckets)
      for (const Entry& entry : bucket)
        if (entry.bytes > entry.taken_over) merged_[count++] = entry;
  }
  HeavyShares shares{};
  if (total == 0) return shares;
  const auto end = merged_.begin() + static_cast<std::ptrdiff_t>(count);
  std::sort(merged_.begin(), end, [](const Entry& a, const Entry& b) { return a.hash < b.hash; });
  for (auto at = merged_.begin(); at != end;) {
    const std::uint64_t hash = at->hash;
    std::uint64_t sure = 0;
    for (; at != end && at->hash == hash; ++at)
      sure += at->bytes - at->taken_over;
    double share = static_cast<double>(sure) / static_cast<double>(total);
    // The list is short, so an insertion moves the smaller ones down.
    for (double& held : shares)
      if (share > held) std::swap(share, held);
  }
  return shares;
}

}  // namespace commune::capture
