// A mail relay on loopback that answers as the test wants.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "tests/core/net/loopback_server.hpp"

namespace commune::notify::testing {

class LocalSmtpServer {
 public:
  /// Given a line, or a whole message, the answer. The greeting comes by itself.
  using Reply = std::function<std::string(const std::string& line)>;

  explicit LocalSmtpServer(Reply reply) : reply_(std::move(reply)) {}

  std::string url() const;

  /// Lines and messages that came.
  std::vector<std::string> received() const;

 private:
  void serve(int client);
  void note(const std::string& text);

  Reply reply_;
  mutable std::mutex mutex_;
  std::vector<std::string> received_;
  /// Stops before the members above go.
  commune::testing::LoopbackServer server_{[this](int client, int) { serve(client); }};
};

}  // namespace commune::notify::testing
