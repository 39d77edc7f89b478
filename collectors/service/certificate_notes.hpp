// Notes about a server's certificates, made while OpenSSL verifies them.
#pragma once

#include <optional>
#include <string>

#include "core/model/time.hpp"

namespace commune::service {

struct CertificateNotes {
  std::optional<WallTime> not_after;  ///< End of the first certificate of the chain to expire.
  std::string problem;  ///< Why it is not trusted: text for a message; empty when it is.
};

/// `ssl_context` is an SSL_CTX. OpenSSL does the verification; the name in the certificate is not
/// checked here. `notes` outlives the connections made with the context.
void note_certificates(void* ssl_context, CertificateNotes& notes);

}  // namespace commune::service
