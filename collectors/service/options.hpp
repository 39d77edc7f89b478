// What the service collector is told: what to ask for and how often. Filled by agent/settings.
#pragma once

#include <string>
#include <vector>

#include "core/model/time.hpp"

namespace commune::service {

struct Probe {
  std::string id;

  friend bool operator==(const Probe&, const Probe&) = default;
};

struct Options {
  std::vector<Probe> probes;
};

}  // namespace commune::service
