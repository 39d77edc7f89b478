// Random numbers that are the same on every run with the same seed.
#pragma once

#include <cstdint>
#include <string_view>

namespace commune::simulator {

/// Spreads the bits of `number`: SplitMix64's finalizer (Steele, Lea, Flood 2014).
constexpr std::uint64_t scatter(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15U;
  number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9U;
  number = (number ^ (number >> 27)) * 0x94D049BB133111EBU;
  return number ^ (number >> 31);
}

constexpr std::uint64_t scatter(std::uint64_t seed, std::string_view text) {
  std::uint64_t hash = scatter(seed);
  for (const char c : text)
    hash = scatter(hash ^ static_cast<unsigned char>(c));
  return hash;
}

/// 0 to 1, 1 excluded.
constexpr double unit_share(std::uint64_t scattered) {
  return static_cast<double>(scattered >> 11) * 0x1.0p-53;
}

/// A sequence of such numbers.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  double next() { return unit_share(scatter(state_++)); }
  /// True with this likelihood; draws nothing for 0 and 1.
  bool happens(double likelihood) {
    if (likelihood <= 0) return false;
    return likelihood >= 1 || next() < likelihood;
  }

 private:
  std::uint64_t state_;
};

}  // namespace commune::simulator
