#include "collectors/throughput/line.hpp"

#include <fstream>
#include <iterator>
#include <sstream>

namespace commune::throughput {
namespace {

std::string content(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Columns: Iface Destination Gateway Flags RefCnt Use Metric Mask ...
std::optional<std::string> default_ipv4(std::string_view routes) {
  std::optional<std::string> best;
  unsigned long best_metric = 0;
  std::istringstream lines{std::string(routes)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream in(line);
    std::string interface, destination, gateway, flags, count, use, mask;
    unsigned long metric = 0;
    if (!(in >> interface >> destination >> gateway >> flags >> count >> use >> metric >> mask))
      continue;
    if (destination != "00000000" || mask != "00000000") continue;
    if (!best || metric < best_metric) best = interface, best_metric = metric;
  }
  return best;
}

// Columns: destination its-length source its-length next-hop metric references use flags Iface.
std::optional<std::string> default_ipv6(std::string_view routes) {
  std::optional<std::string> best;
  unsigned long best_metric = 0;
  std::istringstream lines{std::string(routes)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream in(line);
    std::string destination, length, source, source_length, hop, references, use, flags, interface;
    unsigned long metric = 0;
    if (!(in >> destination >> length >> source >> source_length >> hop >> std::hex >> metric >>
          references >> use >> flags >> interface))
      continue;
    // "lo" has the route that rejects all other packets.
    if (length != "00" || interface == "lo") continue;
    if (!best || metric < best_metric) best = interface, best_metric = metric;
  }
  return best;
}

}  // namespace

Result<LineCount> KernelCounters::read(const std::string& interface) const {
  const auto found = line_count(content("/proc/net/dev"), interface);
  if (!found) return fail("interface " + interface, "there is none of this name");
  return *found;
}

Result<std::string> KernelCounters::default_interface() const {
  const auto found = default_route(content("/proc/net/route"), content("/proc/net/ipv6_route"));
  if (!found) return fail({}, "there is no default route: name the interface of the line");
  return *found;
}

// "  eth0: 1 2 3 4 5 6 7 8 9 ...": eight columns of what was received, bytes first, then of what
// was sent.
std::optional<LineCount> line_count(std::string_view devices, std::string_view interface) {
  std::istringstream lines{std::string(devices)};
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.rfind(':');
    if (colon == std::string::npos) continue;
    const auto begin = line.find_first_not_of(' ');
    if (std::string_view(line).substr(begin, colon - begin) != interface) continue;
    std::istringstream in(line.substr(colon + 1));
    LineCount count;
    in >> count.received;
    for (int i = 0; i < 8; ++i)
      in >> count.sent;
    return in ? std::optional(count) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string> default_route(std::string_view ipv4, std::string_view ipv6) {
  auto found = default_ipv4(ipv4);
  return found ? found : default_ipv6(ipv6);
}

}  // namespace commune::throughput
