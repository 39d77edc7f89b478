#include "tests/simulator/scenario/topology.hpp"

#include <algorithm>
#include <utility>

namespace commune::simulator {

Topology::Topology(std::vector<std::optional<std::size_t>> upstreams,
                   std::optional<std::size_t> vantage)
    : upstreams_(std::move(upstreams)) {
  if (vantage) vantage_chain_ = chain(*vantage);
}

std::vector<std::size_t> Topology::chain(std::size_t device) const {
  std::vector<std::size_t> devices;
  for (std::optional<std::size_t> at = device; at; at = upstreams_[*at])
    devices.push_back(*at);
  std::reverse(devices.begin(), devices.end());
  return devices;
}

bool Topology::reaches(std::size_t device, const std::vector<State>& states) const {
  const std::vector<std::size_t> target = chain(device);
  // The way goes up from the vantage to the last device that both chains share, and down again.
  const auto shared =
      std::mismatch(target.begin(), target.end(), vantage_chain_.begin(), vantage_chain_.end());
  const auto passes = [&](std::size_t on_the_way) {
    return !states[on_the_way].dead && !states[on_the_way].cut;
  };
  const bool turns_at_a_device = shared.first != target.begin();
  return (!turns_at_a_device || !states[*std::prev(shared.first)].dead) &&
         std::all_of(shared.first, target.end(), passes) &&
         std::all_of(shared.second, vantage_chain_.end(), passes);
}

std::optional<std::size_t> find_loop(const std::vector<std::optional<std::size_t>>& upstreams) {
  for (std::size_t device = 0; device < upstreams.size(); ++device) {
    std::size_t steps = 0;
    for (std::optional<std::size_t> at = upstreams[device]; at; at = upstreams[*at])
      if (++steps > upstreams.size()) return device;
  }
  return std::nullopt;
}

}  // namespace commune::simulator
