// Small work on text that several libraries need: repair of device strings, encoding for
// URLs, hexadecimal and PromQL, ports, suggestions for typos.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commune {

/// Valid UTF-8 for a label, whatever a device sent: bytes that are not UTF-8 become U+FFFD, control
/// characters a blank, NUL padding and blanks at either end go.
std::string printable(std::string_view bytes);

/// True for what printable() surely leaves as it is: visible ASCII and blanks, none at either end.
bool is_plain(std::string_view bytes);

/// RFC 3986: all but letters, digits and - . _ ~ as %XX.
std::string percent_encoded(std::string_view text);

/// Two lower-case digits an octet.
std::string to_hex(std::string_view octets, std::string_view separator = "");

/// A string of PromQL, quotes and all: for the value of a matcher.
std::string promql_quote(std::string_view text);

/// A port from 1 to 65535, and nothing else.
std::optional<std::uint16_t> parse_port(std::string_view text);

/// The candidate that `word` was most likely meant to be; empty when none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

/// " (did you mean \"x\"?)", or empty.
std::string suggestion(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace commune
