// The socket that the server listens on.
#pragma once

#include <cstdint>
#include <string>

#include "core/model/result.hpp"

namespace commune::web {

struct ListenSocket {
  int descriptor = -1;     ///< Owned by whoever holds this: hand it to the server or close it.
  std::uint16_t port = 0;  ///< The one in use, also when any was asked for (port 0).
};

/// `listen` is "192.0.2.1:10077", "[2001:db8::1]:10077" or "[::]:10077" (IPv4 and IPv6). Addresses
/// only, no names: what is listened on must not depend on DNS.
Result<ListenSocket> open_listen_socket(const std::string& listen);

}  // namespace commune::web
