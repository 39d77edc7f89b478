// How the history on disk is doing, as metrics, the page and the log show it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/model/coverage.hpp"

namespace commune {

struct HistoryFigures {
  /// Rows on disk, by table.
  std::uint64_t intervals = 0, outages = 0, quality = 0;
  std::uint64_t disk_bytes = 0;            ///< All files together.
  std::uint64_t quota_bytes = 0;           ///< What they may take.
  std::uint64_t written_bytes = 0;         ///< Since the start of this run; what wears flash out.
  std::uint64_t commits = 0;               ///< Since the start of this run.
  std::chrono::nanoseconds commit_time{};  ///< All commits together.
  std::uint64_t errors = 0;                ///< Commits that could not be written to disk.
  std::uint64_t pending = 0;               ///< Records in memory, not on disk yet.
  std::uint64_t dropped = 0;               ///< Quality records that memory had no room for.
  /// Why the disk takes nothing at the moment; empty: it does.
  std::string trouble;
  std::optional<LedgerTime> trouble_since;
};

}  // namespace commune
