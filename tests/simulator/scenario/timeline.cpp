#include "tests/simulator/scenario/timeline.hpp"

#include <tuple>

namespace commune::simulator {

Timeline::Timeline(const std::vector<Fault>& faults) : faults_(faults) {
  for (std::size_t i = 0; i < faults.size(); ++i)
    cycles_.push_back({FaultEvent{faults[i].at, i, true}, faults[i].at});
}

std::size_t Timeline::earliest() const {
  std::size_t first = cycles_.size();
  const auto order = [](const FaultEvent& event) { return std::tuple(event.at, event.begins); };
  for (std::size_t i = 0; i < cycles_.size(); ++i) {
    if (!cycles_[i].next) continue;
    if (first == cycles_.size() || order(*cycles_[i].next) < order(*cycles_[first].next)) first = i;
  }
  return first;
}

std::optional<SimTime> Timeline::next_due() const {
  const std::size_t first = earliest();
  if (first == cycles_.size()) return std::nullopt;
  return cycles_[first].next->at;
}

std::optional<FaultEvent> Timeline::take_due(SimTime now) {
  const std::size_t first = earliest();
  if (first == cycles_.size() || cycles_[first].next->at > now) return std::nullopt;
  const FaultEvent event = *cycles_[first].next;
  step(cycles_[first]);
  return event;
}

void Timeline::step(Cycle& cycle) const {
  FaultEvent& event = *cycle.next;
  const Fault& fault = faults_[event.fault];
  if (event.begins && fault.until) {
    event.at = cycle.began + (*fault.until - fault.at);
    event.begins = false;
  } else if (fault.repeat) {
    cycle.began += *fault.repeat;
    event.at = cycle.began;
    event.begins = true;
  } else {
    cycle.next.reset();
  }
}

}  // namespace commune::simulator
