// Whether a BPF expression means something, for who has no libpcap at hand.
#pragma once

#include <string>

#include "core/model/result.hpp"

namespace commune::capture {

/// Compiles the expression (pcap-filter(7)) for Ethernet without opening anything. The error has no
/// place; it repeats what libpcap says. Thread-safe.
Result<void> check_filter(const std::string& expression);

}  // namespace commune::capture
