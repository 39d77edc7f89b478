// OIDs and values out of an input, as a device might send them.
#pragma once

#include "collectors/snmp/session/varbind.hpp"
#include "tests/fuzz/input.hpp"

namespace commune::fuzz {

/// A few numbers, mostly small.
snmp::Oid take_index(Input& input);

/// Any value that a session returns, including opaque floats that are not a number.
snmp::Value take_value(Input& input);

}  // namespace commune::fuzz
