// Which build of the agent this is.
#pragma once

#include <string>

namespace commune {

struct BuildInfo {
  std::string version;   ///< "0.1.0"
  std::string revision;  ///< The sources' commit; empty: not known.
  std::string compiler;  ///< "GCC 12.2.0"
};

}  // namespace commune
