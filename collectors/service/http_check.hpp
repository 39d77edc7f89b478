// Whether an HTTP answer is what the operator expects, and where a redirect may lead. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collectors/service/options.hpp"
#include "collectors/service/outcome.hpp"

namespace commune::service {

struct HttpAnswer {
  int status = 0;
  std::string_view redirect;  ///< Absolute; empty: none.
  std::string_view body;      ///< At most as much as may be read.
  bool body_cut = false;      ///< The body was longer.
};

/// Whether a redirect is followed: not when its own status is expected, or redirects are off.
bool is_followed(const HttpOptions& options, const HttpAnswer& answer);

/// Why the redirect is refused: too many before it, another scheme, or https left for http.
std::optional<Failure> refused_redirect(const HttpOptions& options, int followed,
                                        std::string_view from, std::string_view to);

/// The last answer's status and body. Empty: as expected.
std::optional<Failure> unexpected(const HttpOptions& options, const HttpAnswer& answer);

}  // namespace commune::service
