#include "core/net/icmp/failure_text.hpp"

#include <cerrno>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

namespace commune::icmp {
namespace {

// RFC 792 and RFC 1812 (5.2.7.1).
std::string_view unreachable_v4(std::uint8_t code) {
  switch (code) {
    case 0:
    case 6:
    case 11:
      return "network unreachable";
    case 1:
    case 7:
    case 8:
    case 12:
      return "host unreachable";
    case 2:
      return "ICMP refused by the host";
    case 4:
      return "packet too big for the path";
    case 9:
    case 10:
    case 13:
      return "forbidden by a firewall";
    default:
      return "destination unreachable";
  }
}

// RFC 4443, 3.1.
std::string_view unreachable_v6(std::uint8_t code) {
  switch (code) {
    case 0:
      return "network unreachable";
    case 1:
    case 5:
    case 6:
      return "forbidden by a firewall";
    case 3:
      return "host unreachable";
    default:
      return "destination unreachable";
  }
}

std::string describe(int error) {
  return std::generic_category().message(error);
}

}  // namespace

std::string timeout_text(Milliseconds timeout) {
  if (timeout.count() < 1000) return fmt::format("no reply within {} ms", timeout.count());
  return fmt::format("no reply within {} s", seconds(timeout));
}

std::string unreachable_text(Family family, std::uint8_t type, std::uint8_t code,
                             const Address& from) {
  const bool unreachable = type == (family == Family::v4 ? 3 : 1);
  std::string_view what = "too many hops on the way";
  if (unreachable) what = family == Family::v4 ? unreachable_v4(code) : unreachable_v6(code);
  return fmt::format("{} (from {})", what, from.to_string());
}

bool means_no_route(int error) {
  return error == ENETUNREACH || error == EHOSTUNREACH || error == ENETDOWN || error == EHOSTDOWN ||
         error == EADDRNOTAVAIL;
}

std::string send_failure_text(int error, const Address& to) {
  if (means_no_route(error))
    return fmt::format("no route to {}: {}", to.to_string(), describe(error));
  if (error == EPERM || error == EACCES)
    return fmt::format("this machine forbids sending to {} (firewall or route): {}", to.to_string(),
                       describe(error));
  if (error == EAGAIN || error == ENOBUFS)
    return fmt::format("not sent to {}: the send queue is full", to.to_string());
  return fmt::format("cannot send to {}: {}", to.to_string(), describe(error));
}

std::string no_socket_text(Family family, int error) {
  const std::string_view name = family == Family::v4 ? "IPv4" : "IPv6";
  if (error == EAFNOSUPPORT || error == EPROTONOSUPPORT)
    return fmt::format("cannot ping over {0}: this machine has no {0}", name);
  if (error != EPERM && error != EACCES)
    return fmt::format("cannot ping over {}: {}", name, describe(error));
  return fmt::format(
      "cannot ping over {}: neither raw nor ping sockets are allowed; give the program "
      "CAP_NET_RAW (setcap cap_net_raw+ep) or its group ping sockets "
      "(sysctl net.ipv4.ping_group_range=\"0 2147483647\")",
      name);
}

}  // namespace commune::icmp
