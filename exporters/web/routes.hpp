// Which page answers which method and path.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "exporters/web/message.hpp"

namespace commune::web {

/// What the server answers when a request names no page: a 404 that says which pages there are.
inline constexpr std::string_view kOtherPath = "other";

/// Where a handler runs. The server's own threads must never wait: scrapes are answered on them.
enum class Lane : std::uint8_t {
  here,  ///< On the server's threads: reads memory only.
  page,  ///< On a thread for pages that read the disk, one at a time.
  work,  ///< On a thread for what takes long (exports, writes, reloads), one at a time.
};

class Routes {
 public:
  void add(std::string method, std::string path, Handler handler, Lane lane = Lane::here);

  /// Lane::here where there is no page for the request.
  Lane lane_of(const Request& request) const;

  /// The page for the request; a 404 or 405 with a helpful text where there is none.
  Response answer(const Request& request) const;

  /// `path` when there is a page of that name, else "other": bounded, whatever clients ask for.
  std::string known_path(const std::string& path) const;

 private:
  struct Page {
    Handler handler;
    Lane lane = Lane::here;
  };
  using ByMethod = std::map<std::string, Page>;

  static std::string allowed(const ByMethod& by_method);
  Response not_found(const Request& request) const;

  std::map<std::string, ByMethod> by_path_;
};

}  // namespace commune::web
