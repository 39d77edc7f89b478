// Makes inputs out of others by small mistakes, always the same for the same seed. libFuzzer, which
// follows coverage, does better; this one needs nothing and runs wherever the tests do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>

namespace commune::fuzz {

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  /// One of `inputs` with one to eight mistakes in it. `inputs` is not empty.
  std::string next(std::span<const std::string> inputs);

 private:
  std::size_t below(std::size_t bound);
  void spoil(std::string& text, std::span<const std::string> inputs);
  std::string piece_of(const std::string& text);

  std::mt19937_64 random_;
};

}  // namespace commune::fuzz
