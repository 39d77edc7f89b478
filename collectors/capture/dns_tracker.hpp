// Matches passing DNS questions with their answers. Bounded: when too many wait, the oldest is
// dropped.
#pragma once

#include "collectors/capture/bounded_table.hpp"
#include "collectors/capture/dns_message.hpp"
#include "collectors/capture/tcp_tracker.hpp"

namespace commune::capture {

/// For one thread. A question repeated with the same number and ports keeps its first time, as the
/// user waits since then.
class DnsTracker {
 public:
  explicit DnsTracker(HashKey key) : waiting_(kQuestions), key_(key) {}

  /// A UDP packet to or from port 53 that is not a fragment.
  void see(const Packet& packet, Ends ends, PacketTime now, Totals& totals);

  /// Counts questions that wait for longer than five seconds as unanswered.
  void expire(PacketTime now, Totals& totals);

  std::size_t waiting() const { return waiting_.size(); }
  const RoundTrips& responses(Side server) const {
    return responses_[static_cast<std::size_t>(server)];
  }

 private:
  static constexpr std::size_t kQuestions = 1024;
  struct Question {
    std::int64_t asked_microseconds;
    Side server;
  };

  BoundedTable<Question> waiting_;
  HashKey key_;
  std::array<RoundTrips, kSideCount> responses_{};
};

}  // namespace commune::capture
