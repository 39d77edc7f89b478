#include "collectors/capture/keyed_hash.hpp"

#include <random>

namespace commune::capture {

HashKey HashKey::random() {
  std::random_device random;
  const auto word = [&] { return static_cast<std::uint64_t>(random()) << 32 | random(); };
  const std::uint64_t first = word();
  return {first, word()};
}

}  // namespace commune::capture
