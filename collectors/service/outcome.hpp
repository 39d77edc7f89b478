// The outcome of one round of a probe.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/time.hpp"

namespace commune::service {

/// Why a round failed: the label `reason` of probe.failures.
enum class Reason : std::uint8_t {
  resolve,
  connect,
  tls,
  timeout,
  status,
  body,
  answer,
  size,
  protocol
};
inline constexpr std::size_t kReasonCount = 9;
std::string_view to_string(Reason reason);

/// The phases of a round: the label `phase` of probe.duration. Processing is from the request to
/// the first byte of its answer.
enum class Phase : std::uint8_t { resolve, connect, tls, processing, transfer };
inline constexpr std::size_t kPhaseCount = 5;
std::string_view to_string(Phase phase);

/// Empty: the round did not reach the phase. Summed over all hops of a round.
struct Phases {
  std::array<std::optional<std::chrono::nanoseconds>, kPhaseCount> took;

  std::optional<std::chrono::nanoseconds>& operator[](Phase phase) {
    return took[static_cast<std::size_t>(phase)];
  }
  void add(Phase phase, std::chrono::nanoseconds more) {
    auto& sum = (*this)[phase];
    sum = sum.value_or(std::chrono::nanoseconds{0}) + more;
  }
  void add(const Phases& more);
  /// The whole round.
  std::chrono::nanoseconds sum() const;
};

struct Failure {
  Reason reason = Reason::protocol;
  std::string text;  ///< Text for a message: "HTTP 503".
};

struct Outcome {
  std::optional<Failure> failure;  ///< Empty: the service is as it should be.
  Phases phases;
  std::optional<std::chrono::nanoseconds>
      round_trip;  ///< Round trip of the last connection or exchange.
  std::optional<int> http_status;
  std::optional<WallTime> not_after;  ///< When the first certificate of the chain expires.
  std::vector<std::string> answers;   ///< Kind dns: the answers, printable and bounded.

  bool ok() const { return !failure; }
};

/// A timeout as text: "10 s", "300 ms".
std::string text_of(Milliseconds duration);

/// At most 60 printable characters of it, between quotation marks.
std::string in_quotes(std::string_view text);

}  // namespace commune::service
