// Takes an input apart into what a target needs. At the end everything is 0 and empty, so a short
// input is a quiet one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace commune::fuzz {

class Input {
 public:
  explicit Input(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool empty() const { return bytes_.empty(); }

  std::uint8_t byte() {
    if (bytes_.empty()) return 0;
    const std::uint8_t taken = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return taken;
  }
  bool flag() { return (byte() & 1) != 0; }

  /// 0 to bound - 1, from one byte; bound is at most 256.
  std::size_t below(std::size_t bound) { return byte() % bound; }

  /// `count` bytes, the highest first.
  std::uint64_t number(int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i)
      value = value << 8 | byte();
    return value;
  }

  /// As many bytes as the next one says, as far as there are some.
  std::string text() {
    const std::size_t size = byte();
    const auto taken = bytes_.first(std::min(size, bytes_.size()));
    bytes_ = bytes_.subspan(taken.size());
    return {taken.begin(), taken.end()};
  }

  std::span<const std::uint8_t> rest() { return std::exchange(bytes_, {}); }

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace commune::fuzz
