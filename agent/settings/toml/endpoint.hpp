// An address to listen at, as operators write it: "127.0.0.1:10077", "[::1]:10077". No names: what
// is listened at must not depend on DNS. Pure.
#pragma once

#include <optional>
#include <string>

namespace commune::settings {

struct Endpoint {
  bool loopback = false;
};

/// Empty for what is not address:port.
std::optional<Endpoint> parse_endpoint(const std::string& text);

}  // namespace commune::settings
