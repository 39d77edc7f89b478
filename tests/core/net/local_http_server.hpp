// A server on loopback that speaks HTTP/1.1 over connections that are kept, and answers as the test
// wants.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/core/net/loopback_server.hpp"

namespace commune::testing {

struct Request {
  std::string head;  ///< With the empty line at its end.
  std::string body;
  int connection = 0;  ///< Counted from 1.

  /// Value of a header, whose name is in the case that curl sends; empty: there is none.
  std::string header(const std::string& name) const;
};

class LocalHttpServer {
 public:
  /// The bytes of an answer; empty: it never answers; nothing: it hangs up.
  using Reply = std::function<std::optional<std::string>(const Request&)>;
  static std::string answer(const std::string& status, const std::string& body = "",
                            const std::string& headers = "");

  explicit LocalHttpServer(Reply reply) : reply_(std::move(reply)) {}

  std::string url(const std::string& path, const std::string& scheme = "http") const;
  std::vector<Request> requests() const;
  /// Returns once one came.
  void wait_for_request() const;
  /// Bytes of the answers that the client took.
  std::size_t sent_bytes() const { return sent_bytes_; }

 private:
  void serve(int client, int number);
  bool say(int client, const std::string& bytes);

  Reply reply_;
  std::atomic<std::size_t> sent_bytes_ = 0;
  mutable std::mutex mutex_;
  mutable std::condition_variable came_;
  std::vector<Request> requests_;
  /// Stops before the members above go.
  LoopbackServer server_{[this](int client, int number) { serve(client, number); }};
};

}  // namespace commune::testing
