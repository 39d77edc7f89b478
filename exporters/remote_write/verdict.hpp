// What a receiver's answer means for the samples: accepted, try again, hold, or refused.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace commune::remote_write {

struct Verdict {
  enum class Kind : std::uint8_t {
    taken,      ///< 2xx.
    later,      ///< No answer, 5xx, 429: may succeed another time.
    held,       ///< The samples are right, but somebody must act: 401, a certificate.
    refused,    ///< 400, 409, 422, or 500 that says so: because of the content of the request.
    too_large,  ///< 413.
    aborted,    ///< We were stopped: the result is not known.
  } kind = Kind::taken;
  int status = 0;  ///< 0: no answer.
  bool timed_out = false;
  /// A refusal that names time or order as its reason: the receiver will never accept the samples.
  bool names_samples = false;
  std::chrono::seconds retry_after{0};  ///< As requested by the receiver; 0: not requested.
  std::string what;                     ///< For the log; never contains a secret.
};

/// By the HTTP status (RFC 9110) and, for a refusal, the body. Redirects are held, because the
/// login would go elsewhere.
Verdict verdict_of(int status, std::string_view body, std::chrono::seconds retry_after);

}  // namespace commune::remote_write
