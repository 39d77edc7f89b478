// What kind of device it is, guessed from its reports and not from the name of its profile, so that
// a new profile needs no line here. Pure.
#pragma once

#include "collectors/snmp/survey/surveyed_device.hpp"
#include "core/model/inventory.hpp"

namespace commune::discover {

/// The first that holds: its texts say loudspeaker; it reports ONUs (olt), a battery (ups), a
/// mobile network (cellular_gateway), Wi-Fi clients or radios (access_point); its texts say ONU,
/// switch or router; it bridges without routing (switch); it routes (router); its family is one of
/// loudspeakers, switches or routers; it has many Ethernet ports (switch); other.
DeviceKind guessed_kind(const snmp::SurveyedDevice& device);

}  // namespace commune::discover
