#include "exporters/web/listen_socket.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::web {
namespace {

constexpr int kBacklog = 128;

struct HostAndPort {
  std::string host, port;
};

Result<HostAndPort> split(const std::string& listen) {
  const auto colon = listen.rfind(':');
  if (colon == std::string::npos)
    return fail("web.listen", "\"{}\" has no port; write it as \"127.0.0.1:10077\"", listen);
  HostAndPort parts{listen.substr(0, colon), listen.substr(colon + 1)};
  const bool brackets = parts.host.starts_with('[') && parts.host.ends_with(']');
  if (brackets) parts.host = parts.host.substr(1, parts.host.size() - 2);
  if (!brackets && parts.host.find(':') != std::string::npos)
    return fail("web.listen", "\"{}\": write an IPv6 address in brackets: \"[::1]:10077\"", listen);
  const bool digits = !parts.port.empty() && parts.port.size() <= 5 &&
                      parts.port.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || std::stoul(parts.port) > 65535)
    return fail("web.listen", "\"{}\": the port must be a number from 0 to 65535", listen);
  return parts;
}

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Result<AddressList> resolve(const std::string& listen, const HostAndPort& parts) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (parts.host.empty() || getaddrinfo(parts.host.c_str(), parts.port.c_str(), &hints, &found))
    return fail("web.listen",
                "\"{}\": \"{}\" is not an IP address; to listen on all addresses write \"[::]:{}\"",
                listen, parts.host, parts.port);
  return AddressList(found, &freeaddrinfo);
}

std::uint16_t port_of(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  if (address.ss_family == AF_INET6)
    return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

}  // namespace

Result<ListenSocket> open_listen_socket(const std::string& listen) {
  const auto parts = split(listen);
  if (!parts) return tl::unexpected(parts.error());
  const auto address = resolve(listen, *parts);
  if (!address) return tl::unexpected(address.error());
  const addrinfo& use = **address;

  const int descriptor = socket(use.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1, off = 0;
  const bool opened =
      descriptor >= 0 && setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
      (use.ai_family != AF_INET6 ||
       setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) == 0) &&
      bind(descriptor, use.ai_addr, use.ai_addrlen) == 0 && ::listen(descriptor, kBacklog) == 0;
  if (opened) return ListenSocket{descriptor, port_of(descriptor)};

  const int reason = errno;
  if (descriptor >= 0) close(descriptor);
  if (reason == EADDRINUSE)
    return fail(listen,
                "another program listens here already; choose another web.listen or end it "
                "(\"ss -ltnp\" names it)");
  return fail(listen, "cannot listen here: {}", std::generic_category().message(reason));
}

}  // namespace commune::web
