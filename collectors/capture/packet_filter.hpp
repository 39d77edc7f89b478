// Checks a BPF expression, for callers without libpcap.
#pragma once

#include <string>

#include "core/model/result.hpp"

namespace commune::capture {

/// Compiles the expression (pcap-filter(7)) for Ethernet without opening anything. The error has no
/// place; it repeats libpcap's text. Thread-safe.
Result<void> check_filter(const std::string& expression);

}  // namespace commune::capture
