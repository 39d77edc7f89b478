// Looks a TOML text over before it is parsed, for what would overflow the parser's stack.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace commune::settings {

struct Excess {
  std::uint32_t line, column;
  std::string what;
};

/// The first key with too many dots or bracket nested too deep (limits in toml_file.hpp); nothing
/// when there is none. Knows just enough of TOML to pass over strings and comments.
std::optional<Excess> find_excess(std::string_view text);

}  // namespace commune::settings
