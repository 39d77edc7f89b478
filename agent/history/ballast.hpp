// A file that holds nothing but room: given up when the disk is full, so that the ledger goes on
// for some days while somebody clears up.
#pragma once

#include <cstdint>
#include <string>

namespace commune::history {

inline constexpr std::int64_t kBallastBytes = 1 << 20;

/// Not thread-safe.
class Ballast {
 public:
  explicit Ballast(std::string path) : path_(std::move(path)) {}

  /// Takes the room on disk if it has not got it. False: there is none.
  bool take() const;
  /// Gives the room back; false when there was nothing to give.
  bool give_up() const;

 private:
  std::string path_;
};

}  // namespace commune::history
