// Any bytes to the web server on loopback, through libmicrohttpd: it answers in HTTP or closes, and
// shows nothing to whom it does not know.
#include <array>

#include "core/runtime/log.hpp"
#include "exporters/web/web_server.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::fuzz {
namespace {

using web::Response;

constexpr int kPatience = 20;  // Milliseconds.
const std::string kSecretPage = "what only the operator may read";
const std::string kPassword = "b3BlcmF0b3I6c2VjcmV0";  // "operator:secret" in base64.

/// Goes away without a farewell, so that no port has to rest afterwards.
class Client {
 public:
  explicit Client(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    constexpr linger kAtOnce{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &kAtOnce, sizeof kAtOnce);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    require(::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0,
            "the server takes no connection any more");
  }
  ~Client() { ::close(descriptor_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view bytes) const {
    ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }

  // Until the server closes, or has nothing more to say: a request may lack its end.
  std::string received() const {
    std::string all;
    std::array<char, 4096> piece{};
    pollfd ready{descriptor_, POLLIN, 0};
    while (::poll(&ready, 1, kPatience) > 0) {
      const auto size = ::recv(descriptor_, piece.data(), piece.size(), 0);
      if (size <= 0) break;
      all.append(piece.data(), static_cast<std::size_t>(size));
    }
    return all;
  }

 private:
  int descriptor_;
};

/// Runs as long as the process.
class Server {
 public:
  Server() : server_(options()) {
    server_.route("GET", "/metrics", [](const web::Request& request) {
      return Response::text(200, request.path + kSecretPage + std::string(2000, 'x'));
    });
    server_.route("POST", "/-/reload", [](const web::Request& request) {
      return Response::text(200, kSecretPage + request.body);
    });
    server_.route("GET", web::kOpenPath,
                  [](const web::Request&) { return Response::text(200, "ok\n"); });
    require(server_.start().has_value(), "the server does not start");
  }

  std::string ask(std::string_view bytes) const {
    const Client client(server_.port());
    client.send(bytes);
    return client.received();
  }

 private:
  static web::Options options() {
    web::Options made;
    made.listen = "127.0.0.1:0";
    // MD5, as a thousand of them must take no time.
    made.users = {{"operator", "$1$fuzz$C0Vs0/KTPXFkQTyAiS9.b/"}};
    made.connection_timeout = std::chrono::seconds(30);
    return made;
  }

  web::WebServer server_;
};

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  spdlog::set_level(spdlog::level::off);
  static Server server;
  const std::string input(bytes.begin(), bytes.end());
  const std::string reply = server.ask(input);
  require(reply.empty() || reply.starts_with("HTTP/1."), "no HTTP: {}", reply.substr(0, 40));
  require(!reply.starts_with("HTTP/1.1 500"), "a request makes a handler fail");
  const bool shown = reply.find(kSecretPage) != std::string::npos;
  require(!shown || input.find(kPassword) != std::string::npos, "the page is shown to strangers");
}

std::vector<std::string> seeds() {
  const std::string let_in = "Authorization: Basic " + kPassword + "\r\n";
  const std::string close = "Host: a\r\nConnection: close\r\n";
  return {"GET /metrics HTTP/1.1\r\n" + close + let_in + "\r\n",
          "GET /metrics?a=b&c=%20 HTTP/1.1\r\n" + close + let_in + "Accept-Encoding: gzip\r\n\r\n",
          "GET /-/healthy HTTP/1.1\r\n" + close + "\r\n",
          "HEAD /-/healthy HTTP/1.0\r\n\r\n",
          "POST /-/reload HTTP/1.1\r\n" + close + let_in + "Content-Length: 5\r\n\r\nhello",
          "POST /-/reload HTTP/1.1\r\n" + close + let_in +
              "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
          "POST /-/reload HTTP/1.1\r\n" + close + let_in + "Origin: http://b\r\n\r\n",
          "POST /-/reload HTTP/1.1\r\n" + close + "Content-Length: 99999999\r\n\r\n",
          "GET /metrics HTTP/1.1\r\n" + close + "Authorization: Basic b3BlcmF0b3I6eA==\r\n\r\n",
          "GET /%00%FF HTTP/1.1\r\n" + close + let_in + "\r\n"};
}

}  // namespace commune::fuzz
