#include "tests/exporters/web/http_client.hpp"

#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

namespace commune::testing {
namespace {

constexpr timeval kPatience{10, 0};

addrinfo* numeric(const std::string& address, const std::string& port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(address.c_str(), port.c_str(), &hints, &found))
    throw std::runtime_error("no address: " + address);
  return found;
}

}  // namespace

std::string Reply::header(const std::string& name) const {
  const std::string start = "\r\n" + name + ": ";
  const auto at = headers.find(start);
  if (at == std::string::npos) return {};
  const auto begin = at + start.size();
  return headers.substr(begin, headers.find("\r\n", begin) - begin);
}

Connection::Connection(const std::string& address, std::uint16_t port, const std::string& from) {
  addrinfo* to = numeric(address, std::to_string(port));
  descriptor_ = socket(to->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
  if (!from.empty()) {
    addrinfo* own = numeric(from, "0");
    const int bound = bind(descriptor_, own->ai_addr, own->ai_addrlen);
    freeaddrinfo(own);
    if (bound != 0) throw std::runtime_error("cannot connect from " + from);
  }
  const int connected = connect(descriptor_, to->ai_addr, to->ai_addrlen);
  freeaddrinfo(to);
  if (connected == 0) return;
  close(descriptor_);
  throw std::runtime_error("no connection to " + address + " port " + std::to_string(port));
}

Connection::~Connection() {
  if (descriptor_ >= 0) close(descriptor_);
}

Connection::Connection(Connection&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

void Connection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Connection::wait_for_answer() const {
  constexpr int kPatienceMs = 10'000;
  pollfd waiting{descriptor_, POLLIN, 0};
  poll(&waiting, 1, kPatienceMs);
}

Reply Connection::read_to_end() const {
  std::string all;
  char piece[4096];
  for (ssize_t got = 0; (got = recv(descriptor_, piece, sizeof piece, 0)) > 0;)
    all.append(piece, static_cast<std::size_t>(got));
  Reply reply;
  const auto end = all.find("\r\n\r\n");
  if (end == std::string::npos || !all.starts_with("HTTP/1.")) return reply;
  reply.status = std::stoi(all.substr(9, 3));
  reply.headers = all.substr(0, end + 2);
  reply.body = all.substr(end + 4);
  return reply;
}

Reply request(std::uint16_t port, const std::string& method, const std::string& path,
              const std::string& headers, const std::string& body, const std::string& address) {
  const Connection connection(address, port);
  const std::string length =
      body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n";
  connection.send(method + " " + path + " HTTP/1.1\r\nHost: agent\r\nConnection: close\r\n" +
                  length + headers + "\r\n" + body);
  return connection.read_to_end();
}

std::string gunzip(const std::string& compressed) {
  z_stream stream{};
  if (inflateInit2(&stream, MAX_WBITS + 16) != Z_OK) return {};
  std::string out(1 << 20, '\0');
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = inflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(done ? stream.total_out : 0);
  inflateEnd(&stream);
  return out;
}

std::string basic(const std::string& user_and_password) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string coded;
  for (std::size_t i = 0; i < user_and_password.size(); i += 3) {
    const std::string part = user_and_password.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8 | (k < part.size() ? static_cast<std::uint8_t>(part[k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      coded += k > part.size() ? '=' : kDigits[bits >> (18 - 6 * k) & 63];
  }
  return "Authorization: Basic " + coded + "\r\n";
}

}  // namespace commune::testing
