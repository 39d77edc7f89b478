// Certificates: the server's are read and checked before it starts, the clients' are verified.
#pragma once

#include <string>

#include "core/model/result.hpp"
#include "exporters/web/options.hpp"

namespace commune::web {

/// PEM texts. `client_ca` is empty if clients need no certificate.
struct TlsMaterial {
  std::string certificate, key, client_ca;

  friend bool operator==(const TlsMaterial&, const TlsMaterial&) = default;
};

/// GnuTLS priorities: its defaults without broken or old algorithms.
inline constexpr const char* kTlsPriorities = "NORMAL:-VERS-TLS1.0:-VERS-TLS1.1";

/// Fails, naming the file, if one cannot be read or is not PEM, or if the key does not match the
/// certificate.
Result<TlsMaterial> load_tls(const Tls& options);

/// True if the client presented a certificate that is valid now, was signed by one of the client
/// CAs and may be used by clients. `tls_session` is a gnutls_session_t after its handshake.
bool client_certificate_is_valid(void* tls_session);

}  // namespace commune::web
