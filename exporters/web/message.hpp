// A request to the web server and its response, without the HTTP library's types.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commune::web {

struct Request {
  std::string method;  ///< "GET" also for HEAD: the server leaves the body out.
  std::string path;    ///< Percent-decoded, without the query. Any bytes.
  std::vector<std::pair<std::string, std::string>> query;  ///< Percent-decoded, in order.
  std::string body;
  /// As sent; empty: not sent.
  std::string accept_encoding, accept_language, content_type;
  std::string authorization;  ///< A secret: not for logs.
  std::string client;         ///< Written as "192.0.2.7", "2001:db8::7".
  std::string user;           ///< Empty if no password was needed.

  /// The first parameter of that name.
  std::optional<std::string_view> parameter(std::string_view name) const {
    for (const auto& [key, value] : query)
      if (key == name) return value;
    return {};
  }
};

struct Response {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::shared_ptr<const std::string> body;  ///< nullptr: empty.
  std::vector<std::pair<std::string, std::string>> headers;

  static Response text(int status, std::string body) {
    return of(status, "text/plain; charset=utf-8", std::move(body));
  }
  static Response html(std::string body) {
    return of(200, "text/html; charset=utf-8", std::move(body));
  }
  static Response of(int status, std::string content_type, std::string body) {
    return {
        status, std::move(content_type), std::make_shared<const std::string>(std::move(body)), {}};
  }
};

/// Called from the server's threads, several at once. A std::exception that leaves it becomes a 500
/// and a line in the log.
using Handler = std::function<Response(const Request&)>;

}  // namespace commune::web
