// How `commune-agent notify` is doing, as its metrics and its page show it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/coverage.hpp"

namespace commune {

struct NotifyFigures {
  /// Since the start of this run.
  struct Channel {
    std::string id;
    std::uint64_t delivered = 0;
    std::uint64_t failed = 0;     ///< Tries that went wrong.
    std::uint64_t abandoned = 0;  ///< Messages given up, the last try by this channel.
  };
  std::vector<Channel> channels;
  std::uint64_t alerts = 0;  ///< That Alertmanager reported since the start of this run.
  std::uint64_t pending = 0;
  std::optional<LedgerTime> oldest_pending;
  std::uint64_t open_faults = 0;
};

}  // namespace commune
