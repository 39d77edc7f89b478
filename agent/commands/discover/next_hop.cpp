#include "agent/commands/discover/next_hop.hpp"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>

#include <arpa/inet.h>

namespace commune::discover {
namespace {

// <linux/route.h>: RTF_UP and RTF_GATEWAY.
constexpr std::uint32_t kUp = 1, kGateway = 2;

}  // namespace

// Iface Destination Gateway Flags RefCnt Use Metric Mask ...: addresses are hexadecimal numbers in
// the machine's byte order.
std::optional<Address> default_gateway(std::string_view routes) {
  std::istringstream lines{std::string(routes)};
  std::optional<Address> best;
  std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string interface, unused;
    std::uint32_t destination = 0, gateway = 0, flags = 0, metric = 0, mask = 0;
    words >> interface >> std::hex >> destination >> gateway >> flags >> unused >> unused >>
        std::dec >> metric >> std::hex >> mask;
    const bool wanted = (flags & (kUp | kGateway)) == (kUp | kGateway);
    if (!words || destination != 0 || mask != 0 || !wanted || (best && metric >= least)) continue;
    best = asio::ip::address_v4(ntohl(gateway));
    least = metric;
  }
  return best;
}

std::optional<Address> own_next_hop() {
  std::ifstream in("/proc/net/route");
  return default_gateway(std::string{std::istreambuf_iterator<char>(in), {}});
}

}  // namespace commune::discover
