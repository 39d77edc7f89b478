// What a receiver's answer means for the samples: taken, to be tried again, to be held, or refused.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace commune::remote_write {

struct Verdict {
  enum class Kind : std::uint8_t {
    taken,      ///< 2xx.
    later,      ///< No answer, 5xx, 429: may go well another time.
    held,       ///< Nothing is wrong with the samples, but somebody must act: 401, a certificate.
    refused,    ///< 400, 409, 422, or 500 that says so: for what is in the request.
    too_large,  ///< 413.
    aborted,    ///< We were stopped: nothing is known.
  } kind = Kind::taken;
  int status = 0;  ///< 0: no answer.
  bool timed_out = false;
  /// A refusal that names time or order as its reason: what the receiver will never take.
  bool names_samples = false;
  std::chrono::seconds retry_after{0};  ///< As asked for; 0: it was not.
  std::string what;                     ///< For the log; never holds a secret.
};

/// By the HTTP status (RFC 9110) and, for a refusal, what the body says. Redirects are held: the
/// login would go elsewhere.
Verdict verdict_of(int status, std::string_view body, std::chrono::seconds retry_after);

}  // namespace commune::remote_write
