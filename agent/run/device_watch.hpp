// Tells when a device falls silent or answers again: the agent's news on the terminal.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/model/reachability.hpp"

namespace commune {

/// Not thread-safe.
class DeviceWatch {
 public:
  struct News {
    DeviceId device;
    Reachability before = Reachability::unmeasured;
    Reachability now = Reachability::unmeasured;
    std::string why;  ///< Of silence: what the collectors say.
  };

  /// What changed since the last look. A device that answers from the start is no news.
  std::vector<News> look(const Snapshot& snapshot);

 private:
  std::unordered_map<DeviceId, Reachability> known_;
};

/// "device ap-ca is silent: no reply within 1 s".
std::string to_text(const DeviceWatch::News& news);

}  // namespace commune
