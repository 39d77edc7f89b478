// A small HTTP client over plain sockets that can also misbehave: send half a request, far too much
// of one, or nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace commune::testing {

struct Reply {
  int status = 0;       ///< 0: the server closed without an answer.
  std::string headers;  ///< As sent, with the status line.
  std::string body;     ///< As sent, after the headers.

  /// The header's value; empty if there is none. The name must be written as the server writes it.
  std::string header(const std::string& name) const;
};

/// A connection that closes itself.
class Connection {
 public:
  /// `from` binds the client's end to an address of 127.0.0.0/8. Throws std::runtime_error if the
  /// connection is refused.
  Connection(const std::string& address, std::uint16_t port, const std::string& from = "");
  ~Connection();
  Connection(Connection&& other) noexcept;
  Connection(const Connection&) = delete;

  /// Bytes that the server cannot receive because it has closed are dropped.
  void send(std::string_view bytes) const;

  /// Returns when an answer has begun to arrive, or the server closed; after ten seconds at most.
  void wait_for_answer() const;

  /// Reads until the server closes, ten seconds at most.
  Reply read_to_end() const;

 private:
  int descriptor_;
};

/// One request on a connection of its own. `headers` are whole lines ending in CRLF.
Reply request(std::uint16_t port, const std::string& method, const std::string& path,
              const std::string& headers = "", const std::string& body = "",
              const std::string& address = "127.0.0.1");

/// Decompresses a gzip body; "" if it is not gzip.
std::string gunzip(const std::string& compressed);

/// An Authorization line for Basic authentication.
std::string basic(const std::string& user_and_password);

}  // namespace commune::testing
