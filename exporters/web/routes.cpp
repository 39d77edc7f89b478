#include "exporters/web/routes.hpp"

#include <exception>
#include <utility>

#include "core/model/text.hpp"
#include "core/runtime/log.hpp"

namespace commune::web {
namespace {

constexpr std::size_t kLongestPathShown = 100;

}  // namespace

std::string Routes::allowed(const ByMethod& by_method) {
  std::string list;
  for (const auto& [method, page] : by_method) {
    if (!list.empty()) list += ", ";
    list += method == "GET" ? "GET, HEAD" : method;
  }
  return list;
}

void Routes::add(std::string method, std::string path, Handler handler, Lane lane) {
  by_path_[std::move(path)].insert_or_assign(std::move(method), Page{std::move(handler), lane});
}

Lane Routes::lane_of(const Request& request) const {
  const auto page = by_path_.find(request.path);
  if (page == by_path_.end()) return Lane::here;
  const auto found = page->second.find(request.method);
  return found == page->second.end() ? Lane::here : found->second.lane;
}

Response Routes::answer(const Request& request) const {
  const auto page = by_path_.find(request.path);
  if (page == by_path_.end()) return not_found(request);
  const auto handler = page->second.find(request.method);
  if (handler == page->second.end()) {
    const std::string methods = allowed(page->second);
    auto response =
        Response::text(405, fmt::format("405: {} accepts only {}\n", request.path, methods));
    response.headers.emplace_back("Allow", methods);
    return response;
  }
  try {
    return handler->second.handler(request);
  } catch (const std::exception& error) {
    spdlog::error("web: {} {} failed: {}", request.method, request.path, error.what());
    return Response::text(500, "500: the agent failed to make this page; its log says why\n");
  }
}

std::string Routes::known_path(const std::string& path) const {
  return by_path_.contains(path) ? path : std::string(kOtherPath);
}

Response Routes::not_found(const Request& request) const {
  std::string pages;
  for (const auto& [path, by_method] : by_path_)
    pages += fmt::format("  {} {}\n", allowed(by_method), path);
  const auto shown = printable(std::string_view(request.path).substr(0, kLongestPathShown));
  return Response::text(404, fmt::format("404: there is no page {}. There are:\n{}", shown, pages));
}

}  // namespace commune::web
