// Whether the kernel has an interface with a name, and whether it is up.
#pragma once

#include <string>

namespace commune::capture {

struct InterfaceState {
  unsigned index = 0;  ///< 0: there is no such interface.
  bool up = false;     ///< Administratively up, with or without a cable.
};

InterfaceState interface_state(const std::string& name);

}  // namespace commune::capture
