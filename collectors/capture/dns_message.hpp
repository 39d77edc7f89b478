// The head of a DNS message and its first question (RFC 1035 4.1), as far as it was captured. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "collectors/capture/frame.hpp"
#include "collectors/capture/keyed_hash.hpp"

namespace commune::capture {

struct DnsMessage {
  std::uint16_t id = 0;
  bool answer = false;
  std::uint64_t question = 0;  ///< Keyed hash of the name as far as captured, case folded.
};

/// Empty unless it is an ordinary question or its answer. Names are hashed and never kept, for
/// privacy.
std::optional<DnsMessage> parse_dns(Bytes captured, const HashKey& key);

}  // namespace commune::capture
