// Shares of the bytes of the heaviest hosts in the last five minutes, by rank without names, in a
// fixed 150 KiB. Space-Saving (Metwally et al., 2005) within small buckets, over keyed hashes.
#pragma once

#include <array>
#include <cstdint>

#include "collectors/capture/frame.hpp"

namespace commune::capture {

inline constexpr std::size_t kRanks = 5;

/// Largest first; zero where there is no host.
using HeavyShares = std::array<double, kRanks>;

/// For one thread. A host with more than some hundredths of the bytes is always counted. Its share
/// may be too small by the bytes of hosts that its bucket had before, never too large.
class HeavyHosts {
 public:
  void see(std::uint64_t hash, std::uint32_t bytes, PacketTime now);
  /// Bytes that belong to no host: they make every share smaller.
  void see_nobody(std::uint32_t bytes, PacketTime now);

  HeavyShares shares(PacketTime now);

 private:
  struct Entry {
    std::uint64_t hash;
    std::uint64_t bytes;       ///< Upper bound.
    std::uint64_t taken_over;  ///< Part of `bytes`, from the host that it replaced.
  };
  static constexpr std::size_t kWays = 8, kBuckets = 64, kWindows = 6;
  struct Window {
    std::array<std::array<Entry, kWays>, kBuckets> buckets;
    std::uint64_t total;
  };

  void turn(PacketTime now);

  std::array<Window, kWindows> windows_{};
  std::size_t current_ = 0;
  PacketTime window_begin_{}, window_end_{};
  std::array<Entry, kWindows * kBuckets * kWays> merged_{};  ///< Scratch space.
};

}  // namespace commune::capture
