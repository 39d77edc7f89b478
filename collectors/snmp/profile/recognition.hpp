// Chooses the profile of a device by its description, object id and probes. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/snmp/profile/profile.hpp"
#include "collectors/snmp/session/varbind.hpp"

namespace commune::snmp {

/// Answers of a device; empty where there was none.
struct DeviceFacts {
  Oid sys_object_id;      ///< sysObjectID.0
  std::string sys_descr;  ///< sysDescr.0
  VarbindList answers;    ///< To probes_needed(); absent values may be left out.
};

/// The instances to read before choose(): those named by matches whose other conditions hold.
/// Sorted, each once.
std::vector<Oid> probes_needed(std::span<const ProfilePtr> profiles, const Oid& sys_object_id,
                               std::string_view sys_descr);

/// The profile that fits best, by its best match:
///   1. the longest sys_object_id that the device's begins with (none counts as the shortest);
///   2. then the most conditions (sys_object_id, sys_descr, answers, answer) that hold;
///   3. then the first by name.
/// Where no match holds: the profile called "generic"; nullptr where there is none.
ProfilePtr choose(std::span<const ProfilePtr> profiles, const DeviceFacts& facts);

}  // namespace commune::snmp
