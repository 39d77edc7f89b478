// Makes text from outside safe for HTML. All such text on the page goes through these functions.
#pragma once

#include <string>
#include <string_view>

namespace commune::web {

/// For element text and quoted attributes: valid UTF-8, with < > & " and ' escaped.
std::string html_text(std::string_view text);

/// "tel:+84900000001": digits and a leading plus; empty if there is no digit.
std::string telephone_link(std::string_view phone);

}  // namespace commune::web
