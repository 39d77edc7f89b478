#include "collectors/service/http_check.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace commune::service {
namespace {

constexpr StatusRange kUsual{200, 399};

bool lies_in(int status, const StatusRange& range) {
  return status >= range.least && status <= range.most;
}

bool is_named(const HttpOptions& options, int status) {
  return std::any_of(options.expect_status.begin(), options.expect_status.end(),
                     [status](const StatusRange& range) { return lies_in(status, range); });
}

std::string_view scheme_of(std::string_view url) {
  return url.substr(0, std::min(url.find(':'), url.size()));
}

}  // namespace

bool is_followed(const HttpOptions& options, const HttpAnswer& answer) {
  return !answer.redirect.empty() && options.redirects > 0 && answer.status >= 300 &&
         answer.status <= 399 && !is_named(options, answer.status);
}

std::optional<Failure> refused_redirect(const HttpOptions& options, int followed,
                                        std::string_view from, std::string_view to) {
  const auto scheme = scheme_of(to);
  if (scheme != "http" && scheme != "https")
    return Failure{Reason::protocol, "redirected to " + in_quotes(to)};
  if (scheme_of(from) == "https" && scheme != "https")
    return Failure{Reason::protocol, "redirected from https to http: " + in_quotes(to)};
  if (followed >= options.redirects)
    return Failure{Reason::protocol, fmt::format("more than {} redirects", options.redirects)};
  return std::nullopt;
}

std::optional<Failure> unexpected(const HttpOptions& options, const HttpAnswer& answer) {
  const bool status_fits = options.expect_status.empty() ? lies_in(answer.status, kUsual)
                                                         : is_named(options, answer.status);
  if (!status_fits) return Failure{Reason::status, fmt::format("HTTP {}", answer.status)};
  if (options.body_contains.empty() ||
      answer.body.find(options.body_contains) != std::string_view::npos)
    return std::nullopt;
  if (!answer.body_cut)
    return Failure{Reason::body, "body lacks " + in_quotes(options.body_contains)};
  return Failure{Reason::size, fmt::format("body is longer than {} bytes and lacks {} in them",
                                           options.max_body, in_quotes(options.body_contains))};
}

}  // namespace commune::service
