// OIDs and values out of an input, as a device might send them.
#pragma once

#include "collectors/snmp/session/varbind.hpp"
#include "tests/fuzz/input.hpp"

namespace commune::fuzz {

/// A few numbers, mostly small.
snmp::Oid take_index(Input& input);

/// Anything that a session hands on, opaque floats that are no number included.
snmp::Value take_value(Input& input);

}  // namespace commune::fuzz
