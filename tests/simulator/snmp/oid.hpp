// Object identifiers as plain number sequences. The simulator has its own, so that a mistake in the
// agent's code is not repeated in its tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace commune::simulator {

/// Ordered as the MIB tree is walked (std::vector compares that way).
using Oid = std::vector<std::uint32_t>;

/// RFC 2578, 3.5.
inline constexpr std::size_t kLongestOid = 128;

/// Reads "1.3.6.1" or ".1.3.6.1"; empty if the text is not an OID.
std::optional<Oid> parse_oid(std::string_view text);

std::string to_string(const Oid& oid);

bool starts_with(const Oid& oid, const Oid& prefix);

}  // namespace commune::simulator
