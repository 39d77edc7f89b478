// An address to listen on, as operators write it: "127.0.0.1:10077", "[::1]:10077". No names,
// because listening must not depend on DNS. Pure.
#pragma once

#include <optional>
#include <string>

namespace commune::settings {

struct Endpoint {
  bool loopback = false;
};

/// Empty if the text is not address:port.
std::optional<Endpoint> parse_endpoint(const std::string& text);

}  // namespace commune::settings
