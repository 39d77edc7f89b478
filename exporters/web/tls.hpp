// Certificates: read and checked before the server starts, and the clients' ones verified.
#pragma once

#include <string>

#include "core/model/result.hpp"
#include "exporters/web/options.hpp"

namespace commune::web {

/// PEM texts. `client_ca` is empty when clients need no certificate.
struct TlsMaterial {
  std::string certificate, key, client_ca;

  friend bool operator==(const TlsMaterial&, const TlsMaterial&) = default;
};

/// GnuTLS priorities: its defaults without what is broken or old.
inline constexpr const char* kTlsPriorities = "NORMAL:-VERS-TLS1.0:-VERS-TLS1.1";

/// Fails, naming the file, when one cannot be read or is not PEM, or when the key is not the
/// certificate's.
Result<TlsMaterial> load_tls(const Tls& options);

/// True when the client showed a certificate that is valid now, was signed by one of the client CAs
/// and may be used by clients. `tls_session` is a gnutls_session_t after its handshake.
bool client_certificate_is_valid(void* tls_session);

}  // namespace commune::web
