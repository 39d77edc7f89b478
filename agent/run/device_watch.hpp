// Reports when a device falls silent or answers again, for the log.
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
    std::string why;  ///< If silent: the failures of the collectors.
  };

  /// Changes since the last look. A device that answers from the start is not a change.
  std::vector<News> look(const Snapshot& snapshot);

 private:
  std::unordered_map<DeviceId, Reachability> known_;
};

/// "device ap-ca is silent: no reply within 1 s".
std::string to_text(const DeviceWatch::News& news);

}  // namespace commune
