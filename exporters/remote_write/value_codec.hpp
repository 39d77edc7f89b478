// The values of one moment in few bytes: against the values of another moment, most of which are
// the same or a small whole number away.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commune::remote_write {

/// The bits of a double (IEEE 754), as some NaNs stand for something and must stay as they are.
using ValueBits = std::uint64_t;

/// Prometheus's staleness marker: the series is not there any more.
inline constexpr ValueBits kStale = 0x7ff0'0000'0000'0002;
/// Of our own: the series has no sample at this moment. Never leaves this library.
inline constexpr ValueBits kAbsent = 0x7ff0'0000'0000'0003;

/// `base` is as long as `values`.
std::string encode_values(std::span<const ValueBits> values, std::span<const ValueBits> base);

/// As many values as `base` has; nothing when the bytes are not what encode_values() gave.
std::optional<std::vector<ValueBits>> decode_values(std::string_view bytes,
                                                    std::span<const ValueBits> base);

}  // namespace commune::remote_write
