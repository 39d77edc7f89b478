#include "core/net/icmp/echo_socket.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <utility>

#include "core/net/icmp/packet_filter.hpp"

#include <linux/errqueue.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::icmp {
namespace {

// The send time is taken once for each chunk: few enough for the last one not to seem late.
constexpr std::size_t kSendChunk = 4;
constexpr std::size_t kReceiveBatch = 64;
constexpr std::size_t kMostReceived = 1024;
// IPv6 header, ICMP header, and as much of the request as holds its nonce, twice over; the rest of
// a packet is of no interest and is cut off.
constexpr std::size_t kPacketBytes = 256;
constexpr std::size_t kControlBytes = 256;
// The kernel's default of 208 KiB holds some 250 small packets: too few for a stall of the loop.
constexpr int kSocketBufferBytes = 1 << 20;

int open_socket(Family family, Method method) {
  return socket(
      family == Family::v4 ? AF_INET : AF_INET6,
      (method == Method::raw ? SOCK_RAW : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC,
      family == Family::v4 ? static_cast<int>(IPPROTO_ICMP) : static_cast<int>(IPPROTO_ICMPV6));
}

void set_option(int descriptor, int level, int name, int value) {
  setsockopt(descriptor, level, name, &value, sizeof value);
}

void set_buffers(int descriptor) {
  const int bytes = kSocketBufferBytes;
  if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) != 0)
    set_option(descriptor, SOL_SOCKET, SO_RCVBUF, bytes);
  set_option(descriptor, SOL_SOCKET, SO_SNDBUF, bytes);
}

// Binding to port 0 makes the kernel choose the id, which takes the place of the port.
tl::expected<std::uint16_t, int> bind_ping_socket(int descriptor, Family family) {
  socklen_t length = 0;
  const Address any =
      family == Family::v4 ? Address(asio::ip::address_v4()) : Address(asio::ip::address_v6());
  auto address = to_socket_address(any, length);
  if (bind(descriptor, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    return tl::unexpected(errno);
  // sin_port and sin6_port lie at the same place.
  sockaddr_in named{};
  std::memcpy(&named, &address, sizeof named);
  return ntohs(named.sin_port);
}

std::optional<WallTime> kernel_time(msghdr& header) {
  for (cmsghdr* item = CMSG_FIRSTHDR(&header); item; item = CMSG_NXTHDR(&header, item)) {
    if (item->cmsg_level != SOL_SOCKET || item->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec time{};
    std::memcpy(&time, CMSG_DATA(item), sizeof time);
    return WallTime(std::chrono::duration_cast<WallTime::duration>(
        std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec)));
  }
  return std::nullopt;
}

// IP_RECVERR and IPV6_RECVERR: the error and, behind it, the address that reported it.
struct QueuedError {
  sock_extended_err what;
  Address from;
};

std::optional<QueuedError> queued_error(msghdr& header) {
  for (cmsghdr* item = CMSG_FIRSTHDR(&header); item; item = CMSG_NXTHDR(&header, item)) {
    const bool v4 = item->cmsg_level == SOL_IP && item->cmsg_type == IP_RECVERR;
    const bool v6 = item->cmsg_level == SOL_IPV6 && item->cmsg_type == IPV6_RECVERR;
    if (!v4 && !v6) continue;
    QueuedError error{};
    std::memcpy(&error.what, CMSG_DATA(item), sizeof error.what);
    if (error.what.ee_origin != SO_EE_ORIGIN_ICMP && error.what.ee_origin != SO_EE_ORIGIN_ICMP6)
      return std::nullopt;
    sockaddr_storage offender{};
    const std::size_t rest = item->cmsg_len - CMSG_LEN(sizeof error.what);
    std::memcpy(&offender, CMSG_DATA(item) + sizeof error.what, std::min(rest, sizeof offender));
    error.from = from_socket_address(offender).value_or(Address());
    return error;
  }
  return std::nullopt;
}

}  // namespace

struct EchoSocket::Buffers {
  struct Packet {
    std::array<std::uint8_t, kPacketBytes> bytes;
    alignas(cmsghdr) std::array<std::uint8_t, kControlBytes> control;
    sockaddr_storage peer;
    iovec vector;
  };
  std::array<Packet, kReceiveBatch> received;
  std::array<mmsghdr, kReceiveBatch> received_headers{};

  struct Request {
    std::vector<std::uint8_t> bytes;
    sockaddr_storage to;
    iovec vector;
  };
  std::array<Request, kSendChunk> requests;
  std::array<mmsghdr, kSendChunk> request_headers{};

  Buffers() {
    for (std::size_t i = 0; i < kReceiveBatch; ++i) {
      Packet& packet = received[i];
      packet.vector = {packet.bytes.data(), packet.bytes.size()};
      msghdr& header = make_ready(i);
      header.msg_name = &packet.peer;
      header.msg_iov = &packet.vector;
      header.msg_iovlen = 1;
      header.msg_control = packet.control.data();
    }
  }

  // The kernel writes into these three what it has used: they are set again after each packet.
  msghdr& make_ready(std::size_t i) {
    msghdr& header = received_headers[i].msg_hdr;
    header.msg_namelen = sizeof(sockaddr_storage);
    header.msg_controllen = kControlBytes;
    header.msg_flags = 0;
    return header;
  }

  std::span<const std::uint8_t> bytes(std::size_t i, std::size_t length) const {
    return {received[i].bytes.data(), std::min(length, kPacketBytes)};
  }
};

std::string_view to_string(Method method) {
  return method == Method::raw ? "raw" : "ping";
}

tl::expected<std::unique_ptr<EchoSocket>, int> EchoSocket::open(Family family,
                                                                std::uint16_t wanted_id) {
  Method method = Method::raw;
  std::uint16_t id = wanted_id;
  int descriptor = open_socket(family, method);
  if (descriptor < 0) {
    method = Method::ping;
    descriptor = open_socket(family, method);
    if (descriptor < 0) return tl::unexpected(errno);
    const auto given = bind_ping_socket(descriptor, family);
    if (!given) {
      close(descriptor);
      return tl::unexpected(given.error());
    }
    id = *given;
    if (family == Family::v4)
      set_option(descriptor, SOL_IP, IP_RECVERR, 1);
    else
      set_option(descriptor, SOL_IPV6, IPV6_RECVERR, 1);
  } else {
    filter_raw_socket(descriptor, family, id);
  }
  set_option(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, 1);
  set_buffers(descriptor);
  return std::unique_ptr<EchoSocket>(new EchoSocket(descriptor, family, method, id));
}

EchoSocket::EchoSocket(int descriptor, Family family, Method method, std::uint16_t id)
    : descriptor_(descriptor),
      family_(family),
      method_(method),
      id_(id),
      buffers_(std::make_unique<Buffers>()) {}

EchoSocket::~EchoSocket() {
  close(descriptor_);
}

void EchoSocket::send(std::span<Outgoing> requests) {
  while (!requests.empty()) {
    const auto chunk = requests.first(std::min(requests.size(), kSendChunk));
    send_chunk(chunk);
    requests = requests.subspan(chunk.size());
  }
}

void EchoSocket::lay_out(std::span<const Outgoing> requests) {
  for (std::size_t i = 0; i < requests.size(); ++i) {
    auto& [bytes, to, vector] = buffers_->requests[i];
    const Outgoing& request = requests[i];
    build_echo_request(family_, {id_, request.sequence, request.nonce, request.payload_bytes},
                       bytes);
    vector = {bytes.data(), bytes.size()};
    msghdr& header = buffers_->request_headers[i].msg_hdr;
    header = {};
    to = to_socket_address(request.to, header.msg_namelen);
    header.msg_name = &to;
    header.msg_iov = &vector;
    header.msg_iovlen = 1;
  }
}

void EchoSocket::send_chunk(std::span<Outgoing> requests) {
  lay_out(requests);
  std::size_t done = 0;
  bool tried_again = false;
  while (done < requests.size()) {
    const Moment sent = now();
    const int count =
        sendmmsg(descriptor_, &buffers_->request_headers[done],
                 static_cast<unsigned>(requests.size() - done), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count > 0) {
      for (int i = 0; i < count; ++i)
        requests[done++].sent = sent;
      tried_again = false;
      continue;
    }
    const int error = errno;
    if (error == EINTR) continue;
    // A ping socket reports the error of an earlier request to whoever sends next.
    if (method_ == Method::ping && !tried_again) {
      read_error_queue(early_errors_);
      tried_again = true;
      continue;
    }
    requests[done].sent = sent;
    requests[done++].error = error;
    tried_again = false;
  }
}

void EchoSocket::keep(Incoming&& packet, std::vector<Incoming>& received) const {
  if (std::holds_alternative<std::monostate>(packet.message)) return;
  if (const auto* error = std::get_if<RequestError>(&packet.message);
      error && error->request.id != id_)
    return;
  if (const auto* reply = std::get_if<EchoReply>(&packet.message); reply && reply->echo.id != id_)
    return;
  received.push_back(std::move(packet));
}

bool EchoSocket::read_batch(std::vector<Incoming>& received) {
  const int count = recvmmsg(descriptor_, buffers_->received_headers.data(), kReceiveBatch,
                             MSG_DONTWAIT, nullptr);
  // A pending error of a ping socket; its story is in the error queue.
  if (count < 0) return errno != EAGAIN && method_ == Method::ping;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    mmsghdr& header = buffers_->received_headers[i];
    const auto from = from_socket_address(buffers_->received[i].peer);
    auto packet = buffers_->bytes(i, header.msg_len);
    if (family_ == Family::v4 && method_ == Method::raw) packet = after_ipv4_header(packet);
    if (from && !packet.empty())
      keep({parse_message(family_, packet), *from, kernel_time(header.msg_hdr)}, received);
    buffers_->make_ready(i);
  }
  return static_cast<std::size_t>(count) == kReceiveBatch;
}

void EchoSocket::read_error_queue(std::vector<Incoming>& received) {
  for (std::size_t taken = 0; taken < kMostReceived; ++taken) {
    msghdr& header = buffers_->make_ready(0);
    const auto length = recvmsg(descriptor_, &header, MSG_ERRQUEUE | MSG_DONTWAIT);
    if (length < 0) break;
    const auto error = queued_error(header);
    const auto destination = from_socket_address(buffers_->received[0].peer);
    const auto request =
        parse_quoted_request(family_, buffers_->bytes(0, static_cast<std::size_t>(length)));
    if (!error || !destination || !request) continue;
    keep({RequestError{error->what.ee_type, error->what.ee_code, *destination, *request},
          error->from,
          {}},
         received);
  }
  buffers_->make_ready(0);
}

void EchoSocket::receive(std::vector<Incoming>& received) {
  std::move(early_errors_.begin(), early_errors_.end(), std::back_inserter(received));
  early_errors_.clear();
  const std::size_t already = received.size();
  bool more = true;
  while (more && received.size() - already < kMostReceived)
    more = read_batch(received);
  if (method_ == Method::ping) read_error_queue(received);
}

}  // namespace commune::icmp
