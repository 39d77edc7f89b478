// Durations as people write them, in every file, request and command: "500ms", "30s", "2h30m".
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/model/time.hpp"

namespace commune {

/// For errors: `interval "30" is not ` and this.
inline constexpr std::string_view kDurationForm =
    "a duration such as \"30s\" (units: ms, s, m, h, d)";

/// Whole numbers, each with one of d, h, m, s, ms, the largest unit first and none twice. Empty
/// for any other text, and for more than a million days.
std::optional<Milliseconds> parse_duration(std::string_view text);

/// In the largest unit that holds it without a rest: 90000 ms is "90s".
std::string duration_text(Milliseconds duration);

}  // namespace commune
