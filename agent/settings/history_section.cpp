#include "agent/settings/history_section.hpp"

#include <fmt/format.h>

namespace commune::settings {

history::Options read_history_section(const TableReader& table) {
  using namespace std::chrono_literals;
  constexpr std::chrono::hours kDay = 24h;
  constexpr std::uint64_t kLeastQuota = 8ULL << 20;
  history::Options options;
  assign(options.retention, table.duration("retention", {kDay, 36'500 * kDay}));
  assign(options.quota_bytes, table.size("quota"));
  assign(options.commit_interval, table.duration("commit_interval", {1s, 60s}));
  if (options.quota_bytes < kLeastQuota)
    table.error("quota", fmt::format("quota is {} bytes; it must be \"8MiB\" at least",
                                     options.quota_bytes));
  return options;
}

}  // namespace commune::settings
