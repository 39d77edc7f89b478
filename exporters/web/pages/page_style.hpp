// The style of the status page, and its script, which only loads the page's own newer version. No
// framework, nothing loaded from elsewhere.
#pragma once

#include <string_view>

namespace commune::web {

/// CSS: light and dark, from 320 px up. State colours differ in more than red and green, and every
/// state has its own shape and pattern beside its colour.
std::string_view page_style();

/// JavaScript: reloads <main> every 15 s; the scroll position and what is unfolded stay. Shows
/// #lost if the agent does not answer.
std::string_view page_script();

}  // namespace commune::web
