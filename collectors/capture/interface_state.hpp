// Whether the kernel has an interface of a name now, and whether it is up.
#pragma once

#include <string>

namespace commune::capture {

struct InterfaceState {
  unsigned index = 0;  ///< 0: there is none of this name.
  bool up = false;     ///< Switched on; whether a cable is plugged in does not matter.
};

InterfaceState interface_state(const std::string& name);

}  // namespace commune::capture
