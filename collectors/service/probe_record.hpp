// The results of one probe's rounds, and when the next one is due. Pure.
#pragma once

#include <array>
#include <cstdint>

#include "collectors/service/options.hpp"
#include "collectors/service/outcome.hpp"
#include "core/model/reading.hpp"

namespace commune::service {

/// A first failure is checked again after this time, so that a verdict needs only two rounds.
inline constexpr Milliseconds kLookAgainAfter{5'000};

class ProbeRecord {
 public:
  explicit ProbeRecord(Probe probe) : probe_(std::move(probe)) {}

  const Probe& probe() const { return probe_; }
  /// Changes name or weight; the figures stay.
  void describe_as(Probe probe) { probe_ = std::move(probe); }

  void ended(Outcome outcome, MonoTime at);

  /// `epoch` is when the collector began.
  MonoTime next_round(MonoTime epoch, MonoTime now) const;

  /// Appends rows and readings, and the result.
  void write(DeviceReadings& readings) const;

 private:
  ProbeResult result() const;
  void write_outcome(DeviceReadings& readings, std::uint32_t row) const;

  Probe probe_;
  std::uint64_t rounds_ = 0;
  std::array<std::uint64_t, kReasonCount> failures_{};
  Outcome last_;
  int in_a_row_ = 0;
  MonoTime since_{}, at_{};
};

/// Whether the two ask the same, so that counters and place are kept over a reload.
bool asks_the_same(const Probe& a, const Probe& b);

}  // namespace commune::service
