// The target of a probe, as operators write it: hosts, ports, URLs, name servers, status codes.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "collectors/service/options.hpp"

namespace commune::settings {

struct HostPort {
  std::string host;  ///< A name or a numeric address, without brackets.
  std::uint16_t port = 0;
};

/// "mail.example:25", "192.0.2.1:25", "[2001:db8::1]:25".
std::optional<HostPort> parse_host_port(std::string_view text);

/// "192.0.2.53", "192.0.2.53:5353", "2001:db8::53", "[2001:db8::53]:5353".
std::optional<service::NameServer> parse_name_server(const std::string& text);

/// Letters, digits, dots, "-" and "_" as DNS accepts them (names with other letters as "xn--…"), or
/// a numeric address.
bool is_host(std::string_view text);

/// What is wrong with it as the URL of a probe, for a message; empty if it is valid.
std::string url_mistake(std::string_view url);

/// 200, or "2xx".
std::optional<service::StatusRange> parse_status_class(std::string_view text);

}  // namespace commune::settings
