// The output of `probe` for a poll. Pure.
#pragma once

#include <iosfwd>

#include "collectors/snmp/options.hpp"
#include "core/model/reading.hpp"

namespace commune {

/// For people: vendor and model, readings by subject (a row for each interface, radio, port...),
/// then each table that failed and why.
void print_probe(const snmp::Target& target, const DeviceReadings& readings, std::ostream& out);

/// For programs: one JSON object; values in base units.
void print_probe_json(const snmp::Target& target, const DeviceReadings& readings,
                      std::ostream& out);

}  // namespace commune
