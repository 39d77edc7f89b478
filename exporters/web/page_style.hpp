// What the status page looks like and the one thing that it does by itself: asking for its own
// newer version. No framework, nothing from elsewhere.
#pragma once

#include <string_view>

namespace commune::web {

/// CSS: light and dark, from 320 px up. State colours are told apart without red and green, and
/// every state has its own shape and pattern beside its colour.
std::string_view page_style();

/// JavaScript: takes <main> anew every 15 s; where one reads, and what is unfolded, stays. Shows
/// #lost when the agent does not answer.
std::string_view page_script();

}  // namespace commune::web
