// The parts of a walk line: quoted strings, numbers in a type's range, movements.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/model/result.hpp"
#include "tests/simulator/snmp/value.hpp"

namespace commune::simulator {

/// Without blanks at either end.
std::string_view trimmed(std::string_view text);

/// Removes the first word from `text`; blanks separate words.
std::string_view take_word(std::string_view& text);

/// Removes a quoted string from `text`, resolving \n \t \r \" \\ and \xHH.
Result<std::string> take_quoted(std::string_view& text);

/// "00 1A fe": blanks between bytes are optional.
std::optional<std::string> parse_hex(std::string_view text);

/// A whole number within the type's range.
Result<std::uint64_t> parse_number(std::string_view text, ValueType type);

/// "2.5"; empty if the text is not a number.
std::optional<double> parse_decimal(std::string_view text);

/// "rate=125000/s jitter=20%", "sine min=2 max=30 period=600s", "walk min=2 max=30".
Result<Motion> parse_motion(std::string_view text, const Value& value);

}  // namespace commune::simulator
