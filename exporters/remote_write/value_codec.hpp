// The values of one moment in few bytes: as differences to the values of another moment, most of
// which are equal or a small whole number away.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commune::remote_write {

/// The bits of a double (IEEE 754), because some NaNs have a meaning and must not change.
using ValueBits = std::uint64_t;

/// Prometheus's staleness marker: the series no longer exists.
inline constexpr ValueBits kStale = 0x7ff0'0000'0000'0002;
/// Our own marker: the series has no sample at this moment. Never leaves this library.
inline constexpr ValueBits kAbsent = 0x7ff0'0000'0000'0003;

/// `base` has the length of `values`.
std::string encode_values(std::span<const ValueBits> values, std::span<const ValueBits> base);

/// As many values as `base`; nothing if the bytes do not come from encode_values().
std::optional<std::vector<ValueBits>> decode_values(std::string_view bytes,
                                                    std::span<const ValueBits> base);

}  // namespace commune::remote_write
