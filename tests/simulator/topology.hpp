// Who is reached through whom. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace commune::simulator {

/// A forest: each device has at most one upstream.
class Topology {
 public:
  /// `upstreams` by device. Without a vantage the agent stands above all roots. No loops.
  Topology(std::vector<std::optional<std::size_t>> upstreams, std::optional<std::size_t> vantage);

  struct State {
    bool dead = false;  ///< No power.
    bool cut = false;   ///< The path to its upstream is cut.
  };

  /// True when packets get from the vantage to `device`, by the state of each device.
  bool reaches(std::size_t device, const std::vector<State>& states) const;

 private:
  std::vector<std::size_t> chain(std::size_t device) const;

  std::vector<std::optional<std::size_t>> upstreams_;
  std::vector<std::size_t> vantage_chain_;  ///< From the root down to the vantage.
};

/// A device that is its own upstream by way of others; empty when there is none.
std::optional<std::size_t> find_loop(const std::vector<std::optional<std::size_t>>& upstreams);

}  // namespace commune::simulator
