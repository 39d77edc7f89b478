#include "agent/settings/toml/endpoint.hpp"

#include <string_view>

#include "core/model/text.hpp"

#include <arpa/inet.h>

namespace commune::settings {

std::optional<Endpoint> parse_endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || !parse_port(std::string_view(text).substr(colon + 1)))
    return std::nullopt;
  const std::string host = text.substr(0, colon);
  in_addr v4 = {};
  if (::inet_pton(AF_INET, host.c_str(), &v4) == 1)
    return Endpoint{(ntohl(v4.s_addr) >> 24U) == 127};
  if (host.size() < 2 || host.front() != '[' || host.back() != ']') return std::nullopt;
  in6_addr v6 = {};
  if (::inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &v6) != 1) return std::nullopt;
  return Endpoint{IN6_IS_ADDR_LOOPBACK(&v6) != 0};
}

}  // namespace commune::settings
