// Small walks written by hand (tests/fixtures/*.walk) as the polls that they would yield. The
// format: one `OID TYPE VALUE` a line, `#` comments, and `~ ...` movement that only the simulator
// heeds.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "collectors/snmp/profile/polled_table.hpp"
#include "collectors/snmp/profile/profile.hpp"
#include "collectors/snmp/profile/recognition.hpp"

namespace commune::snmp {

using Walk = std::map<Oid, Value>;

/// Fails with `name`:line for what is not a walk.
Result<Walk> parse_walk(std::string_view text, const std::string& name);
Result<Walk> read_walk(const std::string& path);

/// What a faultless poll of the device brings for the profile's tables.
PolledDevice poll_of(const Walk& walk, const Profile& profile);

/// The device's own description.
DeviceFacts facts_of(const Walk& walk, std::span<const ProfilePtr> profiles);

}  // namespace commune::snmp
