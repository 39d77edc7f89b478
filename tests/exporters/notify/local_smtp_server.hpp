// A mail relay on loopback with a thread of its own that answers as the test wants.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace commune::notify::testing {

class LocalSmtpServer {
 public:
  /// Given a line, or a whole message, the answer. The greeting comes by itself.
  using Reply = std::function<std::string(const std::string& line)>;

  explicit LocalSmtpServer(Reply reply);
  ~LocalSmtpServer();
  LocalSmtpServer(const LocalSmtpServer&) = delete;
  LocalSmtpServer& operator=(const LocalSmtpServer&) = delete;

  std::string url() const;

  /// Lines and messages that came.
  std::vector<std::string> received() const;

 private:
  void listen();
  void run();
  void serve(int client);
  void note(const std::string& text);

  Reply reply_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> received_;
  std::thread thread_;
};

}  // namespace commune::notify::testing
