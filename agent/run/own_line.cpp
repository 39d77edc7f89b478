#include "agent/run/own_line.hpp"

#include <fstream>
#include <sstream>
#include <string>

namespace commune {
namespace {

// "eth0 00000000 0100A8C0 ...": interface, destination, gateway.
std::string ipv4_default_interface() {
  std::ifstream routes("/proc/net/route");
  std::string line;
  std::getline(routes, line);
  while (std::getline(routes, line)) {
    std::istringstream words(line);
    std::string interface, destination;
    if (words >> interface >> destination && destination == "00000000") return interface;
  }
  return {};
}

// Destination, its prefix length in hexadecimal, and seven words on; the tenth is the interface.
std::string ipv6_default_interface() {
  constexpr int kBetween = 7;
  std::ifstream routes("/proc/net/ipv6_route");
  for (std::string line; std::getline(routes, line);) {
    std::istringstream words(line);
    std::string destination, prefix, word;
    words >> destination >> prefix;
    for (int i = 0; i < kBetween; ++i)
      words >> word;
    if (words >> word && prefix == "00" && word != "lo") return word;
  }
  return {};
}

}  // namespace

std::optional<bool> own_carrier() {
  std::string interface = ipv4_default_interface();
  if (interface.empty()) interface = ipv6_default_interface();
  if (interface.empty()) return std::nullopt;
  std::ifstream file("/sys/class/net/" + interface + "/carrier");
  int carrier = 0;
  // An interface that is set down returns an error.
  if (!(file >> carrier)) return std::nullopt;
  return carrier != 0;
}

}  // namespace commune
