// Which device an SNMPv3 engine id belongs to. net-snmp keeps one clock for each engine id, so two
// devices that share one (a cloned configuration) would throw each other out of the time window.
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
  /// `engine` was heard from the device. The first to claim an id holds it until it is released,
  /// and its word is what others are compared with. Gives the holder when that is another device,
  /// unless it is the same engine seen twice (boots equal and clocks together).
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
