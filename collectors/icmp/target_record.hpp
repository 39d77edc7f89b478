// Figures of one target: requests, replies, round trips, and whether it answers. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "collectors/icmp/options.hpp"
#include "collectors/icmp/round_trip.hpp"
#include "core/model/reading.hpp"

namespace commune::icmp {

/// Counts are since the start of the agent.
class TargetRecord {
 public:
  void request_sent() { ++requests_; }

  void answered(Moment when, std::chrono::nanoseconds round_trip);

  /// No reply came in time, or a router reported that none will come.
  void silent(std::string failure);

  /// The request could not be made: neither an answer nor silence. After kSilentPolls of them in a
  /// row readings() leaves the last answer out, as it is too old to rely on.
  void unmeasured(std::string failure);

  int silent_polls() const { return silent_polls_; }

  DeviceReadingsPtr readings(const Target& target, Moment taken) const;

 private:
  std::uint64_t requests_ = 0, replies_ = 0;
  RoundTrips round_trips_;
  std::optional<Moment> last_answer_;
  bool answered_ = false;
  int silent_polls_ = 0;
  int unmeasured_polls_ = 0;
  std::string failure_;
};

}  // namespace commune::icmp
