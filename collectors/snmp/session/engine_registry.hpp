// Maps SNMPv3 engine ids to devices. net-snmp keeps one clock for each engine id, so two devices
// with the same id (a cloned configuration) would put each other outside the time window.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "collectors/snmp/session/engine_discovery.hpp"
#include "core/model/ids.hpp"

namespace commune::snmp {

/// Belongs to the SNMP loop's thread.
class EngineRegistry {
 public:
  /// The device answered with `engine`. The first device to claim an id holds it until it is
  /// released, and others are compared with it. Returns the holder when that is another device,
  /// unless it is the same engine seen twice (equal boots and clocks).
  std::optional<DeviceId> claim(const Engine& engine, const DeviceId& device, MonoTime now);
  void release(const std::string& engine_id, const DeviceId& device);

 private:
  struct Holder {
    DeviceId device;
    std::uint32_t boots;
    MonoTime started;  // when its engine time was 0, by our clock
  };
  std::map<std::string, Holder> holders_;
};

}  // namespace commune::snmp
