// Records that wait for the disk, in bounded memory. A later record of the same thing replaces an
// earlier one; if there are too many, the oldest is dropped and counted.
#pragma once

#include <map>
#include <utility>

#include "agent/history/store.hpp"

namespace commune::history {

/// A commune of 150 devices fills the first in eleven hours without a disk; the second holds as
/// many changes of state.
inline constexpr std::size_t kMostQuality = 20'000;
inline constexpr std::size_t kMostChanges = 20'000;

/// Not thread-safe.
class Pending {
 public:
  void add(const LedgerRecords& records);
  void add(std::vector<Quality> quality);
  void add(const Maintenance& maintenance);
  /// The agent is stopping in good order.
  void say_good_bye() { orderly_ = true; }

  bool empty() const;
  std::size_t size() const;
  std::uint64_t dropped() const { return dropped_; }

  /// Moves all records into the batch and leaves nothing.
  Batch drain(std::string id);

 private:
  std::map<std::pair<LedgerTime, Subject>, Interval> intervals_;  ///< The oldest first.
  std::map<std::pair<LedgerTime, std::string>, Outage> outages_;
  std::vector<Quality> quality_;
  std::vector<Maintenance> maintenance_;
  std::optional<LedgerTime> known_until_;
  bool orderly_ = false;
  std::uint64_t dropped_ = 0;
};

}  // namespace commune::history
