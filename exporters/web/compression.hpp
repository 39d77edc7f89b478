// gzip for responses (RFC 1952), when the client asks for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace commune::web {

/// Bodies up to this size are sent as they are.
inline constexpr std::size_t kCompressFrom = 1024;

/// Whether an Accept-Encoding header lets gzip in (RFC 9110, 12.5.3): "gzip", "x-gzip" or "*" whose
/// q is not 0. An empty header asks for nothing.
bool accepts_gzip(std::string_view accept_encoding);

/// Empty when the library fails (no memory): then the body goes out as it is.
std::optional<std::string> gzip(std::string_view text);

}  // namespace commune::web
