// Text made fit for a short message: Vietnamese without its marks, plain ASCII, within a length.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace commune::notify {

/// Printable ASCII: marks are taken off their letters ("Đồi" is "Doi"), signs that have a plain
/// likeness get it, other signs go; a letter or digit without any likeness becomes "?".
std::string unaccented(std::string_view utf8);

/// The same, without what gateways refuse (# and &) or count twice ([ ] { } \ ^ | ~), and without
/// blanks in a row.
std::string for_sms(std::string_view utf8);

/// At most `longest` bytes of ASCII, cut behind a word and ended with "..." when it is longer.
std::string cut_at_word(std::string_view ascii, std::size_t longest);

/// At most `longest` UTF-16 units (how chat services count), ended with "…" when it is longer.
std::string cut_to_units(std::string_view utf8, std::size_t longest);

}  // namespace commune::notify
