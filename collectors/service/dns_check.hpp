// Whether the answer of a name server is what the operator expects. Pure.
#pragma once

#include <cstdint>
#include <span>

#include "collectors/service/options.hpp"
#include "collectors/service/outcome.hpp"

namespace commune::service {

/// Fills failure and answers; the caller fills the rest. The message may hold any bytes.
Outcome judge_dns_answer(const DnsOptions& options, std::span<const std::uint8_t> message);

}  // namespace commune::service
