// What the capture collector is told: which interfaces, and what is what on them. Filled by
// agent/settings.
#pragma once

#include <string>
#include <vector>

#include "core/model/time.hpp"

namespace commune::capture {

struct Interface {
  std::string id;

  friend bool operator==(const Interface&, const Interface&) = default;
};

struct Options {
  std::vector<Interface> interfaces;
};

}  // namespace commune::capture
