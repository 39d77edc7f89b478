// Devices as a discovery finds them, for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "agent/commands/discover/found_device.hpp"

namespace commune::discover {

inline Address address(const std::string& text) {
  return numeric_address(text).value();
}

/// Answers pings and the first login, and reports its name.
inline FoundDevice found(const std::string& at, std::string sys_name) {
  FoundDevice device;
  device.address = address(at);
  device.pings = true;
  device.login = 0;
  device.device.sys_name = std::move(sys_name);
  device.device.identity.profile = "generic";
  return device;
}

inline FoundDevice pinged(const std::string& at, std::string failure) {
  FoundDevice device;
  device.address = address(at);
  device.pings = true;
  device.failure = std::move(failure);
  return device;
}

inline snmp::SurveyedInterface interface(std::string name, bool up = true, double speed = 1e9,
                                         double octets = 0) {
  snmp::SurveyedInterface made;
  made.name = std::move(name);
  made.type = 6;
  made.up = up;
  made.speed = speed;
  made.octets = octets;
  return made;
}

inline snmp::LldpNeighbour neighbour(std::string local_port, std::string sys_name,
                                     std::string port = {}) {
  snmp::LldpNeighbour made;
  made.local_port = std::move(local_port);
  made.sys_name = std::move(sys_name);
  if (!port.empty()) made.port = {5, std::move(port)};
  return made;
}

}  // namespace commune::discover
