// The parts of a URL as libcurl parses it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace commune::service {

struct UrlParts {
  std::string scheme, host;  ///< The host without brackets.
  std::uint16_t port = 0;
};

/// Empty unless it is an http or https URL with a host.
std::optional<UrlParts> split_url(const std::string& url);

}  // namespace commune::service
