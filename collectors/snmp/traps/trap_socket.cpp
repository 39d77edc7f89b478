#include "collectors/snmp/traps/trap_socket.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <system_error>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::snmp {
namespace {

struct Endpoint {
  sockaddr_storage raw{};
  socklen_t size = 0;
};

std::optional<Endpoint> endpoint_of(const std::string& listen) {
  const auto colon = listen.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  std::string host = listen.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  std::uint16_t port = 0;
  const char* end = listen.data() + listen.size();
  const auto read = std::from_chars(listen.data() + colon + 1, end, port);
  const auto address = numeric_address(host);
  if (!address || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  Endpoint made;
  made.raw = to_socket_address(*address, made.size);
  // The port lies at the same place in both.
  reinterpret_cast<sockaddr_in&>(made.raw).sin_port = htons(port);
  return made;
}

std::string why_not_bound(int error) {
  std::string reason = std::generic_category().message(error);
  if (error == EACCES)
    return reason +
           "; a port below 1024 needs a capability: AmbientCapabilities=CAP_NET_BIND_SERVICE in "
           "the "
           "systemd unit or `setcap cap_net_raw,cap_net_bind_service+ep` on the program. Or listen "
           "at another port, such as 1162, and configure the devices for it";
  if (error == EADDRINUSE)
    return reason +
           "; end the other program (`ss -lnup` names it; often snmptrapd), or listen at "
           "another port and configure the devices for it";
  return reason;
}

}  // namespace

Result<std::unique_ptr<TrapSocket>> TrapSocket::open(asio::io_context& loop,
                                                     const std::string& listen, bool v6_only) {
  const auto endpoint = endpoint_of(listen);
  if (!endpoint) return fail(listen, "is not address:port, such as \"0.0.0.0:162\"");
  const int family = endpoint->raw.ss_family;
  const int descriptor = ::socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1, only = v6_only ? 1 : 0;
  const auto set = [&](int level, int option, const int& value) {
    return ::setsockopt(descriptor, level, option, &value, sizeof value) == 0;
  };
  const bool opened =
      descriptor >= 0 &&
      (family == AF_INET
           ? set(IPPROTO_IP, IP_PKTINFO, on)
           : set(IPPROTO_IPV6, IPV6_V6ONLY, only) && set(IPPROTO_IPV6, IPV6_RECVPKTINFO, on)) &&
      ::bind(descriptor, reinterpret_cast<const sockaddr*>(&endpoint->raw), endpoint->size) == 0;
  if (opened) return std::make_unique<TrapSocket>(loop, descriptor);
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  return fail(listen, "cannot listen here for traps: {}", why_not_bound(error));
}

TrapSocket::TrapSocket(asio::io_context& loop, int descriptor) : descriptor_(loop, descriptor) {}

std::optional<TrapSocket::Arrived> TrapSocket::receive() {
  iovec into{buffer_.data(), buffer_.size()};
  msghdr message{};
  message.msg_name = &peer_;
  message.msg_namelen = sizeof peer_;
  message.msg_iov = &into;
  message.msg_iovlen = 1;
  message.msg_control = control_.data();
  message.msg_controllen = control_.size();
  const ssize_t length = ::recvmsg(descriptor_.native_handle(), &message, MSG_DONTWAIT);
  if (length < 0) return std::nullopt;
  peer_size_ = message.msg_namelen;
  control_size_ = message.msg_controllen;
  const auto from = from_socket_address(peer_);
  return Arrived{from.value_or(Address()), Bytes(buffer_).first(static_cast<std::size_t>(length)),
                 (message.msg_flags & MSG_TRUNC) != 0};
}

void TrapSocket::answer(Bytes bytes) {
  iovec from{const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
  msghdr message{};
  message.msg_name = &peer_;
  message.msg_namelen = peer_size_;
  message.msg_iov = &from;
  message.msg_iovlen = 1;
  // The control message holds the local address that the datagram was sent to; the answer is sent
  // from it (ip(7), ipv6(7)). The routes choose the interface.
  message.msg_control = control_.data();
  message.msg_controllen = control_size_;
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part))
    if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_PKTINFO)
      reinterpret_cast<in_pktinfo*>(CMSG_DATA(part))->ipi_ifindex = 0;
  ::sendmsg(descriptor_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

}  // namespace commune::snmp
