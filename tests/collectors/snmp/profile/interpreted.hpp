// Runs a profile made in a test over a walk written in the same test, for exact comparisons.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "collectors/snmp/profile/interpretation.hpp"
#include "core/model/quantity_table.hpp"
#include "tests/collectors/snmp/profile/walk_fixture.hpp"

namespace commune::snmp {

/// Readings as `quantity{label="text",...}` to value, with the labels that the quantity shows.
/// Fails the test where two readings come out the same.
std::map<std::string, double> readable(const DeviceReadings& readings);

/// Interprets `walk` by `profile`; fails the test where either is broken.
std::map<std::string, double> interpreted(const Profile& profile, std::string_view walk);

/// A table of a test's profile, with the columns given as name and OID.
Table table(const std::string& name,
            std::initializer_list<std::pair<const char*, const char*>> columns);

Origin from_column(const std::string& column);
ReadingRule reading(QuantityName quantity, const std::string& column, double scale = 1);
ReadingRule formula(QuantityName quantity, const std::string& expression);

/// A profile called "test" of these tables.
Profile profile(std::vector<Table> tables);

/// Keeps rows whose column is one of the words.
RowFilter where(const std::string& column, std::vector<std::string> is);

}  // namespace commune::snmp
