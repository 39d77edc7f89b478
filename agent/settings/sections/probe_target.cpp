#include "agent/settings/sections/probe_target.hpp"

#include <algorithm>

#include "core/model/text.hpp"

#include <arpa/inet.h>

namespace commune::settings {
namespace {

constexpr std::size_t kLongestName = 253;  // RFC 1035, as text.

bool is_numeric(const std::string& text) {
  in6_addr room = {};
  return ::inet_pton(AF_INET, text.c_str(), &room) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), &room) == 1;
}

bool is_v6(const std::string& text) {
  in6_addr room = {};
  return ::inet_pton(AF_INET6, text.c_str(), &room) == 1;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

/// Host and the text after its colon, which may be absent.
struct Split {
  std::string host;
  std::optional<std::string_view> port;
  bool brackets = false;
};

std::optional<Split> split(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    Split made{std::string(text.substr(1, end - 1)), std::nullopt, true};
    const auto rest = text.substr(end + 1);
    if (!is_v6(made.host) || (!rest.empty() && rest.front() != ':')) return std::nullopt;
    if (!rest.empty()) made.port = rest.substr(1);
    return made;
  }
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return Split{std::string(text), std::nullopt, false};
  return Split{std::string(text.substr(0, colon)), text.substr(colon + 1), false};
}

}  // namespace

bool is_host(std::string_view text) {
  if (is_numeric(std::string(text))) return true;
  return !text.empty() && text.size() <= kLongestName && text.front() != '.' &&
         text.back() != '.' && text.find("..") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), is_name_character);
}

std::optional<HostPort> parse_host_port(std::string_view text) {
  auto parts = split(text);
  if (!parts || !parts->port || !is_host(parts->host)) return std::nullopt;
  const auto port = parse_port(*parts->port);
  if (!port) return std::nullopt;
  return HostPort{std::move(parts->host), *port};
}

std::optional<service::NameServer> parse_name_server(const std::string& text) {
  service::NameServer server;
  if (is_numeric(text)) {
    server.address = text;
    return server;
  }
  auto parts = split(text);
  if (!parts || !is_numeric(parts->host)) return std::nullopt;
  server.address = std::move(parts->host);
  if (!parts->port) return server;
  const auto port = parse_port(*parts->port);
  if (!port) return std::nullopt;
  server.port = *port;
  return server;
}

std::string url_mistake(std::string_view url) {
  const bool https = url.starts_with("https://");
  if (!https && !url.starts_with("http://")) return "must begin with http:// or https://";
  if (std::any_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c > '~'; }))
    return "may contain neither blanks nor letters beyond ASCII (write them as %XX, host names as "
           "xn--…)";
  url.remove_prefix(https ? 8 : 7);
  const auto authority = url.substr(0, url.find_first_of("/?#"));
  if (authority.find('@') != std::string_view::npos) return "may not contain a user or a password";
  const auto parts = split(authority);
  if (!parts || (!parts->brackets && !is_host(parts->host))) return "names no host";
  if (parts->port && !parse_port(*parts->port)) return "has an invalid port (1 to 65535 are valid)";
  return {};
}

std::optional<service::StatusRange> parse_status_class(std::string_view text) {
  if (text.size() != 3 || text.substr(1) != "xx" || text[0] < '1' || text[0] > '5')
    return std::nullopt;
  const int least = (text[0] - '0') * 100;
  return service::StatusRange{least, least + 99};
}

}  // namespace commune::settings
