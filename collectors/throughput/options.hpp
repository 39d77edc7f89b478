// What the throughput collector is told: which servers, when, within which budgets. Filled by
// agent/settings.
#pragma once

#include <string>
#include <vector>

#include "core/model/time.hpp"

namespace commune::throughput {

struct Test {
  std::string id;

  friend bool operator==(const Test&, const Test&) = default;
};

struct Options {
  std::vector<Test> tests;
  std::string timezone;   ///< Days and months of the budgets, windows of the schedules.
  std::string state_dir;  ///< Where the account of the budgets is kept.
};

}  // namespace commune::throughput
