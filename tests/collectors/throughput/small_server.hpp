// A small HTTP server on loopback that behaves well or badly, for tests of the client.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace commune::throughput {

enum class Manner {
  endless,       ///< GET is answered without an end, POST is read to its end.
  pieces,        ///< GET is answered with 100 KB at a time.
  refusing,      ///< 503.
  falls_silent,  ///< 100 KB of an endless answer, then nothing; POST is read up to 100 KB.
  mute,          ///< Takes the request and says nothing.
  hangs_up       ///< 100 KB of an endless answer, then closes.
};

class SmallServer {
 public:
  explicit SmallServer(Manner manner);
  ~SmallServer();
  SmallServer(const SmallServer&) = delete;
  SmallServer& operator=(const SmallServer&) = delete;

  std::string url() const;
  int requests() const { return requests_; }

 private:
  void accept_all();
  void serve(int connection);
  /// False when the connection is over.
  bool answer(int connection, std::string& input);
  bool take_body(int connection, std::string& input, std::uint64_t length);

  Manner manner_;
  int listener_;
  int port_ = 0;
  std::atomic<int> requests_ = 0;
  std::atomic<bool> ended_ = false;
  std::thread acceptor_;
  std::vector<int> connections_;
  std::vector<std::thread> threads_;
};

}  // namespace commune::throughput
