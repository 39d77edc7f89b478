// What a server's certificates say, noted while OpenSSL verifies them.
#pragma once

#include <optional>
#include <string>

#include "core/model/time.hpp"

namespace commune::service {

struct CertificateNotes {
  std::optional<WallTime> not_after;  ///< Of the first certificate of the chain to expire.
  std::string problem;  ///< Why it is not to be trusted, for people; empty when it is.
};

/// `ssl_context` is an SSL_CTX. The verification itself stays OpenSSL's; the name in the
/// certificate is not looked at here. `notes` outlives the connections made with the context.
void note_certificates(void* ssl_context, CertificateNotes& notes);

}  // namespace commune::service
