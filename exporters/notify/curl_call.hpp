// One request by libcurl that can be broken off from another thread. Verifies TLS, follows no
// redirects, takes no proxy but the one it is given.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "exporters/notify/answers.hpp"
#include "exporters/notify/transport.hpp"

namespace commune::notify {

struct Patience {
  Milliseconds connect{10'000};
  Milliseconds whole{25'000};
};

/// Where a request goes. `url` may hold secrets: it is in no error.
struct Destination {
  std::string url;
  std::string ca_certificate;  ///< PEM file; empty: the system's.
  std::string proxy;           ///< Empty: none.
};

struct HttpCall {
  Destination destination;
  std::string method = "GET";
  std::vector<std::string> headers;  ///< "Name: value".
  std::string body;                  ///< Not with GET.
};

struct MailCall {
  Destination destination;
  std::string user, password;
  bool require_tls = true;
  std::string from, to;
  std::vector<std::string> headers;
  std::string text;  ///< UTF-8.
};

/// Thread-safe.
class Caller {
 public:
  explicit Caller(Patience patience);

  /// `unanswered` says why there is no reply: temporary, permanent or aborted.
  struct Reply {
    HttpReply reply;
    Outcome unanswered;
  };
  Reply call(const HttpCall& call);
  Outcome call(const MailCall& call);

  /// Breaks off what runs and all that comes, within a tenth of a second.
  void abort() { aborted_ = true; }

 private:
  Patience patience_;
  std::atomic<bool> aborted_ = false;
};

}  // namespace commune::notify
