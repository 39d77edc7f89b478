// A file that only reserves space. It is deleted when the disk is full, so that the ledger can
// continue for some days while somebody frees space.
#pragma once

#include <cstdint>
#include <string>

namespace commune::history {

inline constexpr std::int64_t kBallastBytes = 1 << 20;

/// Not thread-safe.
class Ballast {
 public:
  explicit Ballast(std::string path) : path_(std::move(path)) {}

  /// Reserves the space on disk if it is not reserved yet. False: there is none.
  bool reserve_space() const;
  /// Frees the space; false if none was reserved.
  bool free_space() const;

 private:
  std::string path_;
};

}  // namespace commune::history
