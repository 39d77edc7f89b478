// Which page answers which method and path.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "exporters/web/message.hpp"

namespace commune::web {

/// What the server answers when a request names no page: a 404 that says which pages there are.
inline constexpr std::string_view kOtherPath = "other";

class Routes {
 public:
  void add(std::string method, std::string path, Handler handler);

  /// The page for the request; a 404 or 405 with a helpful text where there is none.
  Response answer(const Request& request) const;

  /// `path` when there is a page of that name, else "other": bounded, whatever clients ask for.
  std::string known_path(const std::string& path) const;

 private:
  Response not_found(const Request& request) const;

  std::map<std::string, std::map<std::string, Handler>> by_path_;
};

}  // namespace commune::web
