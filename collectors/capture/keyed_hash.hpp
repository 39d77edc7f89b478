// SipHash-1-3 over words, which replaces an address or a connection once its packet is gone. The
// key is random for each run and never leaves the process, so that no hash reveals an address and
// no stranger can choose packets that collide.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace commune::capture {

struct HashKey {
  std::uint64_t first = 0, second = 0;

  /// From the kernel's random numbers.
  static HashKey random();
};

/// SipHash (Aumasson and Bernstein, 2012) with one round for each word and three at the end. The
/// message is the words, in this order.
template <std::size_t kWords>
std::uint64_t keyed_hash(const HashKey& key, const std::array<std::uint64_t, kWords>& words) {
  std::uint64_t v0 = key.first ^ 0x736f6d6570736575ULL, v1 = key.second ^ 0x646f72616e646f6dULL;
  std::uint64_t v2 = key.first ^ 0x6c7967656e657261ULL, v3 = key.second ^ 0x7465646279746573ULL;
  const auto round = [&] {
    v0 += v1, v1 = std::rotl(v1, 13), v1 ^= v0, v0 = std::rotl(v0, 32);
    v2 += v3, v3 = std::rotl(v3, 16), v3 ^= v2;
    v0 += v3, v3 = std::rotl(v3, 21), v3 ^= v0;
    v2 += v1, v1 = std::rotl(v1, 17), v1 ^= v2, v2 = std::rotl(v2, 32);
  };
  const auto absorb = [&](std::uint64_t word) {
    v3 ^= word;
    round();
    v0 ^= word;
  };
  for (const std::uint64_t word : words)
    absorb(word);
  absorb(static_cast<std::uint64_t>(kWords * 8) << 56);
  v2 ^= 0xFF;
  for (int i = 0; i < 3; ++i)
    round();
  return v0 ^ v1 ^ v2 ^ v3;
}

}  // namespace commune::capture
