// What a request over HTTP and a mail over SMTP have in common: where it goes, how long it may
// take, and how it fails.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/model/result.hpp"
#include "core/model/time.hpp"

namespace commune {

/// A server, and how both ends prove who they are. TLS is verified. There is no proxy but this one.
struct Destination {
  std::string url;             ///< May hold secrets: no error shows it.
  std::string ca_certificate;  ///< PEM file; empty: the system's authorities.
  /// The certificate may bear any name: for the agent's own one, asked over loopback.
  bool any_name = false;
  std::string client_certificate = {}, client_key = {};  ///< PEM files; empty: none.
  std::string user = {}, password = {};  ///< HTTP: basic authentication. Empty: none.
  std::string bearer_token = {};         ///< HTTP only; empty: none.
  std::string proxy = {};                ///< Empty: none.
};

struct TransferLimits {
  Milliseconds connect{10'000};
  Milliseconds whole{25'000};
  std::size_t answer_bytes = 64U << 10U;  ///< No more of an answer's body is read.
  /// Slower than `least_bytes_per_second` for so long is as good as broken; 0: no matter.
  long least_bytes_per_second = 0;
  std::chrono::seconds slow_for{20};
  double send_bytes_per_second = 0;  ///< At most; 0: as fast as it goes.
};

struct TransferFailure {
  enum class Kind : std::uint8_t {
    unreachable,  ///< May go well another time.
    timed_out,    ///< The same, for want of an answer in time.
    refused,      ///< Fails again until somebody acts: a bad URL, a certificate, a login.
    aborted,      ///< The caller ended it: nothing is known.
  } kind = Kind::unreachable;
  Error error;          ///< `where` is the host alone; holds no secret.
  std::string details;  ///< The longer reason with addresses and ports; `error.what` without one.
  int status = 0;       ///< The reply that SMTP refused with; 0: none.
};

template <typename T>
using TransferResult = tl::expected<T, TransferFailure>;

}  // namespace commune
