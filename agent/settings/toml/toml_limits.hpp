// Checks a TOML text before it is parsed, for input that would overflow the parser's stack.
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

/// The first key with too many dots or bracket nested too deep (limits in toml_file.hpp); empty if
/// there is none. Understands just enough of TOML to skip strings and comments.
std::optional<Excess> find_excess(std::string_view text);

}  // namespace commune::settings
