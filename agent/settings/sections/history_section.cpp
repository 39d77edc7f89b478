#include "agent/settings/sections/history_section.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

constexpr Milliseconds kDay = std::chrono::hours(24);
constexpr std::uint64_t kLeastQuotaBytes = 4ULL << 20;

}  // namespace

history::Options read_history_section(const TableReader& table) {
  using namespace std::chrono_literals;
  history::Options options;
  assign(options.retention, table.duration("retention", {kDay, 36'500 * kDay}));
  assign(options.quota_bytes, table.size("quota"));
  if (options.quota_bytes < kLeastQuotaBytes)
    table.error("quota", fmt::format("quota is {}; it must be at least 4MiB",
                                     table.value().find("quota")->text));
  assign(options.commit_interval, table.duration("commit_interval", {1s, 60s}));
  return options;
}

}  // namespace commune::settings
