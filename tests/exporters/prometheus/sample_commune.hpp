// Small communes to make pages of.
#pragma once

#include <cstddef>
#include <string>

#include "core/model/snapshot.hpp"

namespace commune::testing {

/// The moment at which the sample snapshots are taken.
Moment sample_now();

/// One village with an office: an access point with awkward names and an OLT; SNMP and ICMP.
Snapshot small_commune();

/// One reading of every quantity there is, with every label it may carry.
Snapshot commune_with_every_quantity();

/// So many devices with so many interfaces each (11 series an interface).
Snapshot wide_commune(std::size_t devices, std::size_t interfaces);

/// The device's readings in `snapshot`, to be changed by a test.
DeviceReadings& readings(Snapshot& snapshot, std::size_t device, Source source);

}  // namespace commune::testing
