// A server on loopback with a thread of its own that speaks HTTP or SMTP as the test wants.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace commune::notify::testing {

class FarEnd {
 public:
  /// HTTP: given a request (head and body), the bytes of the answer; empty: it never answers.
  using Reply = std::function<std::string(const std::string& request)>;
  static std::string http(const std::string& status, const std::string& body,
                          const std::string& headers = "");

  explicit FarEnd(Reply reply);

  /// SMTP: given a line, or a whole message, the answer. It greets by itself.
  struct Smtp {
    std::function<std::string(const std::string& line)> reply;
  };
  explicit FarEnd(Smtp smtp);

  ~FarEnd();
  FarEnd(const FarEnd&) = delete;
  FarEnd& operator=(const FarEnd&) = delete;

  std::string url(const std::string& scheme) const;

  /// What came: HTTP requests, or lines and messages of SMTP.
  std::vector<std::string> received() const;

  /// Returns once something came.
  void wait_for_request() const;

 private:
  void listen();
  void serve_http(int client);
  void serve_smtp(int client);
  void run(const std::function<void(int)>& serve);
  void note(const std::string& text);

  Reply reply_;
  Smtp smtp_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  mutable std::condition_variable came_;
  std::vector<std::string> received_;
  std::thread thread_;
};

}  // namespace commune::notify::testing
