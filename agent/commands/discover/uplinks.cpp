#include "agent/commands/discover/uplinks.hpp"

#include <algorithm>

#include "collectors/snmp/profile/number_text.hpp"

namespace commune::discover {
namespace {

using snmp::SurveyedInterface;

// IANAifType.
constexpr std::int64_t kLoopback = 24, kPropVirtual = 53, kL2Vlan = 135, kL3Vlan = 136, kLag = 161,
                       kBridge = 209;

constexpr int kEnough = 2;
// If more than this number are the fastest, speed is not a sign.
constexpr int kMostFastest = 2;

snmp::Pattern pattern(const char* text) {
  return snmp::Pattern(text, snmp::Pattern::kAnyCase);
}

bool says_uplink(const SurveyedInterface& interface) {
  static const snmp::Pattern kWords =
      pattern("up-?link|trunk|backbone|internet|exchange|\\bisp\\b|\\bolt\\b|fib(re|er)");
  static const snmp::Pattern kNames = pattern("^(wan|q?sfp|pppoe|lte|wwan)");
  for (const auto& text : {interface.name, interface.descr, interface.alias})
    if (snmp::found_in(text, kWords)) return true;
  return snmp::found_in(interface.name, kNames) || snmp::found_in(interface.descr, kNames);
}

// Interfaces that stand for other ports count their traffic a second time.
bool is_port(const SurveyedInterface& interface) {
  return interface.type != kPropVirtual && interface.type != kL2Vlan && interface.type != kL3Vlan &&
         interface.type != kLag && interface.type != kBridge;
}

std::vector<const SurveyedInterface*> in_service(const std::vector<SurveyedInterface>& interfaces) {
  std::vector<const SurveyedInterface*> up;
  for (const SurveyedInterface& interface : interfaces)
    if (interface.up && interface.type != kLoopback) up.push_back(&interface);
  return up;
}

// The largest value among the ports.
double largest(const std::vector<const SurveyedInterface*>& up, double SurveyedInterface::*member) {
  double most = 0;
  for (const auto* interface : up)
    if (is_port(*interface)) most = std::max(most, interface->*member);
  return most;
}

bool speed_distinguishes(const std::vector<const SurveyedInterface*>& up, double fastest) {
  const auto ports = std::count_if(up.begin(), up.end(), [](auto* one) { return is_port(*one); });
  const auto fast = std::count_if(up.begin(), up.end(), [fastest](auto* one) {
    return is_port(*one) && one->speed >= fastest;
  });
  return fastest > 0 && fast <= kMostFastest && fast < ports;
}

}  // namespace

std::vector<Uplink> uplinks(const std::vector<SurveyedInterface>& interfaces) {
  const auto up = in_service(interfaces);
  const double fastest = largest(up, &SurveyedInterface::speed);
  const double busiest = largest(up, &SurveyedInterface::octets);
  const bool fast_counts = speed_distinguishes(up, fastest);
  std::vector<Uplink> found;
  for (const auto* interface : up) {
    Uplink uplink{interface->name, 0, {}};
    const auto sign = [&uplink](bool given, int points, const char* name) {
      if (!given) return;
      uplink.points += points;
      uplink.signs.emplace_back(name);
    };
    const bool port = is_port(*interface);
    sign(interface->default_route, 3, "default route");
    sign(says_uplink(*interface), 2, "name");
    sign(port && fast_counts && interface->speed >= fastest, 1, "fastest");
    sign(port && up.size() > 1 && busiest > 0 && interface->octets >= busiest, 1, "most traffic");
    if (uplink.points >= kEnough) found.push_back(std::move(uplink));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Uplink& a, const Uplink& b) { return a.points > b.points; });
  return found;
}

}  // namespace commune::discover
