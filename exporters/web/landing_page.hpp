// The page at "/": how many devices answer, and where the rest is. Vietnamese first, English beside
// it; needs nothing from elsewhere, no script, fits a telephone.
#pragma once

#include <cstddef>
#include <string>

namespace commune::web {

struct LandingFigures {
  std::string commune_name;
  std::string version;             ///< Of the agent.
  std::size_t devices_up = 0;      ///< Answer ICMP or SNMP.
  std::size_t devices_silent = 0;  ///< Answer neither.
  std::size_t devices_unmeasured = 0;
};

/// HTML, UTF-8. Pure.
std::string landing_page(const LandingFigures& figures);

}  // namespace commune::web
