// Which faults are active at which time, and the order of their begins and ends. Pure: time is an
// argument.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "tests/simulator/scenario/fault.hpp"

namespace commune::simulator {

struct FaultEvent {
  SimTime at{};
  std::size_t fault = 0;  ///< Position in the given list.
  bool begins = true;

  friend bool operator==(const FaultEvent&, const FaultEvent&) = default;
};

/// The list outlives it.
class Timeline {
 public:
  explicit Timeline(const std::vector<Fault>& faults);

  /// When the next event is due; empty after the last one.
  std::optional<SimTime> next_due() const;

  /// The next event due at `now`; ends come before begins at the same time.
  std::optional<FaultEvent> take_due(SimTime now);

 private:
  struct Cycle {
    std::optional<FaultEvent> next;
    SimTime began{};
  };
  std::size_t earliest() const;
  void step(Cycle& cycle) const;

  const std::vector<Fault>& faults_;
  std::vector<Cycle> cycles_;
};

}  // namespace commune::simulator
