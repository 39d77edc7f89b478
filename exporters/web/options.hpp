// Where the web server listens and who has access. Filled by agent/settings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/model/at_start.hpp"
#include "core/model/time.hpp"

namespace commune::web {

struct User {
  std::string name;
  std::string password_hash;  ///< crypt(3): "$y$...", "$6$...", "$2b$...".

  friend bool operator==(const User&, const User&) = default;
};

struct Tls {
  std::string certificate_file, key_file;  ///< PEM; both or neither.
  std::string client_ca_file;              ///< PEM; empty: clients need no certificate.

  bool enabled() const { return !certificate_file.empty(); }

  friend bool operator==(const Tls&, const Tls&) = default;
};

struct Options {
  /// "address:port", "[::1]:port" or "[::]:port" (both families).
  AtStart<std::string> listen = "127.0.0.1:10077";
  Tls tls;
  std::vector<User> users;  ///< Empty: no password is needed.
  unsigned connection_limit = 256;
  /// More than one address can reasonably need: behind NAT, or on loopback, slow clients share the
  /// limit with the scraper.
  unsigned connections_per_address = 200;
  std::chrono::seconds connection_timeout{10};
  std::size_t longest_body = std::size_t{64} * 1024;  ///< A longer request body is answered 413.

  friend bool operator==(const Options&, const Options&) = default;
  static constexpr auto kStartSettings =
      std::tuple(StartSetting("[agent.web] listen", &Options::listen));
};

}  // namespace commune::web
