// Numbers and text from the values that devices send: "27.84 .C", "0.03 mW (-14.61 dBm)", raw MAC
// addresses.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collectors/snmp/profile/profile.hpp"
#include "collectors/snmp/session/varbind.hpp"

namespace commune::snmp {

/// The decimal number that `text` begins with, blanks aside. Never infinite, never NaN.
std::optional<double> leading_number(std::string_view text);

/// The number in the last brackets that hold one, else the leading number.
std::optional<double> bracketed_number(std::string_view text);

/// A number as people write it: "2412", "-14.61".
std::string number_text(double value);

/// The value for people: repaired to UTF-8, runs of blanks as one. Empty where there is none.
std::string shown(const Value& value, Show show);

/// The first capture group where `pattern` is found in `text` (the whole match, without a group).
/// Only the first 1024 bytes are searched: std::regex recurses with the length of its input.
std::optional<std::string> extracted(std::string_view text, const Pattern& pattern);
bool found_in(std::string_view text, const Pattern& pattern);

/// An integer as a double; a Counter64 is unsigned.
double as_double(const Integer& integer);

/// NaN where there is no power at all.
double dbm_from_milliwatt(double milliwatt);

}  // namespace commune::snmp
