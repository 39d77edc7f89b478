#include "collectors/capture/interface_state.hpp"

#include <cstring>

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::capture {

InterfaceState interface_state(const std::string& name) {
  InterfaceState state;
  state.index = if_nametoindex(name.c_str());
  if (state.index == 0 || name.size() >= IFNAMSIZ) return {};
  const int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return state;
  ifreq request{};
  std::memcpy(request.ifr_name, name.c_str(), name.size());
  state.up = ioctl(descriptor, SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_UP) != 0;
  close(descriptor);
  return state;
}

}  // namespace commune::capture
