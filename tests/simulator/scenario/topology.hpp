// Which device is reached through which. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace commune::simulator {

/// A forest: each device has at most one upstream.
class Topology {
 public:
  /// `upstreams` by device. Without a vantage the agent is above all roots. No loops.
  Topology(std::vector<std::optional<std::size_t>> upstreams, std::optional<std::size_t> vantage);

  struct State {
    bool dead = false;  ///< No power.
    bool cut = false;   ///< The path to its upstream is cut.
  };

  /// Whether packets from the vantage reach `device`, with the given state of each device.
  bool reaches(std::size_t device, const std::vector<State>& states) const;

 private:
  std::vector<std::size_t> chain(std::size_t device) const;

  std::vector<std::optional<std::size_t>> upstreams_;
  std::vector<std::size_t> vantage_chain_;  ///< From the root to the vantage.
};

/// A device that is its own upstream through others; empty if there is none.
std::optional<std::size_t> find_loop(const std::vector<std::optional<std::size_t>>& upstreams);

}  // namespace commune::simulator
