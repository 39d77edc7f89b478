// Where the history is kept, how long, and how large it may be. Filled by agent/settings from
// [history].
#pragma once

#include <cstdint>
#include <string>

#include "core/model/at_start.hpp"
#include "core/model/time.hpp"

namespace commune::history {

struct Options {
  AtStart<std::string> directory;                          ///< [agent] state_dir.
  Milliseconds retention = std::chrono::hours(24 * 1100);  ///< For the ledger and daily figures.
  std::uint64_t quota_bytes = 256ULL << 20;  ///< All files together; the oldest goes first.
  Milliseconds commit_interval{5'000};       ///< The longest time that a power cut may lose.

  static constexpr auto kStartSettings =
      std::tuple(StartSetting("[agent] state_dir", &Options::directory));
};

}  // namespace commune::history
