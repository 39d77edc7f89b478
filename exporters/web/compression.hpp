// gzip for responses (RFC 1952), if the client accepts it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace commune::web {

/// Smaller bodies are sent uncompressed.
inline constexpr std::size_t kCompressFrom = 1024;

/// Whether an Accept-Encoding header allows gzip (RFC 9110, 12.5.3): "gzip", "x-gzip" or "*" whose
/// q is not 0. An empty header does not allow it.
bool accepts_gzip(std::string_view accept_encoding);

/// Empty if the library fails (out of memory): then the body is sent uncompressed.
std::optional<std::string> gzip(std::string_view text);

}  // namespace commune::web
