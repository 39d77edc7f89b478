#include "agent/commands/discover/kind.hpp"

#include <algorithm>
#include <string_view>

#include "collectors/snmp/profile/number_text.hpp"

namespace commune::discover {
namespace {

// sysServices (RFC 3418): 2^(L-1) for each layer L that the device serves.
constexpr std::int64_t kServesLinks = 2, kServesInternet = 4;
// IANAifType.
constexpr std::int64_t kEthernet = 6, kGigabitEthernet = 117;
constexpr std::int64_t kFewestBridgePorts = 3;
constexpr std::ptrdiff_t kFewestSwitchPorts = 5;

bool reports(const snmp::SurveyedDevice& device, std::string_view prefix) {
  return std::any_of(device.quantities.begin(), device.quantities.end(),
                     [prefix](std::string_view name) { return name.starts_with(prefix); });
}

bool has_word(const std::string& text, const char* words) {
  return snmp::found_in(text, snmp::Pattern(words, snmp::Pattern::kAnyCase));
}

bool says(const snmp::SurveyedDevice& device, const char* words) {
  return has_word(device.sys_descr, words) || has_word(device.identity.model, words);
}

std::ptrdiff_t ethernet_ports(const snmp::SurveyedDevice& device) {
  return std::count_if(device.interfaces.begin(), device.interfaces.end(), [](const auto& one) {
    return one.type == kEthernet || one.type == kGigabitEthernet;
  });
}

}  // namespace

DeviceKind guessed_kind(const snmp::SurveyedDevice& device) {
  if (says(device, "speaker|\\bhorn\\b")) return DeviceKind::loudspeaker;
  if (reports(device, "pon.")) return DeviceKind::olt;
  if (reports(device, "power.battery_charge") || tells(device, "power.on_battery"))
    return DeviceKind::ups;
  if (reports(device, "cellular.")) return DeviceKind::cellular_gateway;
  if (reports(device, "wifi.clients") || tells(device, "wifi.radio_up") ||
      reports(device, "radio.signal"))
    return DeviceKind::access_point;
  if (says(device, "\\b(onu|ont)\\b")) return DeviceKind::onu;
  if (says(device, "switch")) return DeviceKind::switch_;
  if (says(device, "router")) return DeviceKind::router;
  const bool routes = device.forwards || (device.services & kServesInternet) != 0;
  if (device.bridge_ports >= kFewestBridgePorts && !routes) return DeviceKind::switch_;
  if ((device.services & kServesLinks) != 0 && !routes) return DeviceKind::switch_;
  if (device.forwards) return DeviceKind::router;
  if (has_word(device.family, "speaker")) return DeviceKind::loudspeaker;
  if (has_word(device.family, "switch")) return DeviceKind::switch_;
  if (has_word(device.family, "router")) return DeviceKind::router;
  return ethernet_ports(device) >= kFewestSwitchPorts ? DeviceKind::switch_ : DeviceKind::other;
}

}  // namespace commune::discover
