// Text in TOML's notation. Pure.
#pragma once

#include <string>
#include <string_view>

namespace commune::discover {

/// In quotes, escaped (TOML 1.0, basic strings). `text` is valid UTF-8.
std::string toml_text(std::string_view text);

}  // namespace commune::discover
