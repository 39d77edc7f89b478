// Sends one request to the receiver over a persistent connection.
#pragma once

#include <atomic>
#include <string>

#include "core/model/time.hpp"
#include "core/net/http_client.hpp"
#include "core/net/url.hpp"
#include "exporters/remote_write/options.hpp"
#include "exporters/remote_write/verdict.hpp"

namespace commune::remote_write {

struct Patience {
  Milliseconds connect{10'000};
  Milliseconds whole{60'000};
};

/// Verifies TLS, follows no redirects, uses no proxy, and reads only the beginning of an answer.
/// One thread at a time calls it; abort() may be called from any.
class Push {
 public:
  /// `agent`: for the User-Agent header.
  Push(const Receiver& receiver, const std::string& agent, Patience patience = {});

  Verdict send(const std::string& body);

  /// Aborts the running request and all later ones, within a tenth of a second.
  void abort() { aborted_ = true; }

 private:
  HttpRequest request_;
  HttpClient client_;
  std::atomic<bool> aborted_ = false;
};

}  // namespace commune::remote_write
