#include "tests/simulator/net/isolation.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace commune::simulator {
namespace {

std::string content(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  return {std::istream_iterator<std::string>(stream), std::istream_iterator<std::string>()};
}

// Empty if it may not be read, as in some containers.
std::string namespace_of(const char* process) {
  std::error_code error;
  return std::filesystem::read_symlink(std::string("/proc/") + process + "/ns/net", error).string();
}

}  // namespace

bool has_default_route(const std::string& ipv4_routes, const std::string& ipv6_routes) {
  std::istringstream v4(ipv4_routes);
  for (std::string line; std::getline(v4, line);) {
    const auto words = words_of(line);  // interface, destination, ..., mask (8th)
    if (words.size() > 7 && words[1] == "00000000" && words[7] == "00000000") return true;
  }
  std::istringstream v6(ipv6_routes);
  for (std::string line; std::getline(v6, line);) {
    const auto words = words_of(line);  // destination, prefix length, ..., interface
    // Each namespace has an "unreachable" default on lo.
    if (words.size() > 9 && words[1] == "00" && words[9] != "lo") return true;
  }
  return false;
}

Result<void> check_isolation() {
  const std::string own = namespace_of("self");
  const std::string hint =
      "; make one with: ip netns add NAME, and start this with: ip netns exec NAME commune-sim ...";
  if (!own.empty() && own == namespace_of("1"))
    return fail("", "this is the machine's own network, not a network namespace{}", hint);
  if (has_default_route(content("/proc/net/route"), content("/proc/net/ipv6_route")))
    return fail(
        "",
        "this network has a default route; simulated devices must have no route to the outside{}",
        hint);
  return {};
}

}  // namespace commune::simulator
