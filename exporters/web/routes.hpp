// Which page answers which method and path.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "exporters/web/message.hpp"

namespace commune::web {

/// The server's answer to an unknown path: a 404 that lists the pages.
inline constexpr std::string_view kOtherPath = "other";

/// Where a handler runs. The server's own threads must never wait, because they answer scrapes.
enum class Lane : std::uint8_t {
  here,  ///< On the server's threads: reads only memory.
  page,  ///< On a thread for pages that read the disk, one at a time.
  work,  ///< On a thread for long work (exports, writes, reloads), one at a time.
};

class Routes {
 public:
  void add(std::string method, std::string path, Handler handler, Lane lane = Lane::here);

  /// Lane::here if there is no page for the request.
  Lane lane_of(const Request& request) const;

  /// The page for the request; if there is none, a 404 or 405 with a helpful text.
  Response answer(const Request& request) const;

  /// `path` if there is a page of that name, else "other": bounded, whatever clients request.
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
