// How sending to a receiver of remote write is doing, as metrics and the log show it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/coverage.hpp"

namespace commune {

/// Why samples were given up, in the order of kRemoteWriteLosses.
enum class RemoteWriteLoss : std::uint8_t {
  too_old,  ///< Older than max_age, or than what the receiver takes out of order.
  quota,    ///< The queue was full.
  disk,     ///< The disk took nothing and the memory was full, or it had no room for older ones.
  damaged,  ///< Could not be read back.
  clock,    ///< Could not be dated, or were dated in the future or behind newer ones.
  refused,  ///< By the receiver, for good.
};
inline constexpr std::size_t kRemoteWriteLossCount = 6;
inline constexpr std::array<std::string_view, kRemoteWriteLossCount> kRemoteWriteLosses = {
    "too_old", "quota", "disk", "damaged", "clock", "refused"};

/// Samples, by RemoteWriteLoss.
using RemoteWriteLosses = std::array<std::uint64_t, kRemoteWriteLossCount>;

/// Counts are since the start of this run.
struct RemoteWriteFigures {
  std::string name;  ///< The receiver's id.
  std::string host;  ///< The host of its URL, with the port if the URL has one.
  std::uint64_t pending_samples = 0;
  std::uint64_t pending_bytes = 0;  ///< On disk and in memory.
  std::optional<LedgerTime> oldest_pending;
  std::uint64_t quota_bytes = 0;
  std::uint64_t written_bytes = 0;  ///< To disk, in whole blocks; what wears flash out.
  std::uint64_t sent_samples = 0;
  std::uint64_t sent_bytes = 0;  ///< Of requests that were taken, compressed.
  std::uint64_t retried_samples = 0;
  RemoteWriteLosses dropped{};
  std::optional<LedgerTime> last_success;
  std::string trouble;       ///< Why the receiver takes nothing at the moment; empty: it does.
  std::string disk_trouble;  ///< Why the disk takes nothing at the moment; empty: it does.
};

}  // namespace commune
