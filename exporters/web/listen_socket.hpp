// The socket that the server listens on.
#pragma once

#include <cstdint>
#include <string>

#include "core/model/result.hpp"

namespace commune::web {

struct ListenSocket {
  int descriptor = -1;     ///< Owned by the holder of this struct, which passes it to the server or
                           ///< closes it.
  std::uint16_t port = 0;  ///< The port in use, also if any was requested (port 0).
};

/// `listen` is "192.0.2.1:10077", "[2001:db8::1]:10077" or "[::]:10077" (IPv4 and IPv6). Only
/// addresses, no names, because listening must not depend on DNS.
Result<ListenSocket> open_listen_socket(const std::string& listen);

}  // namespace commune::web
