#include "core/net/address.hpp"

#include <algorithm>
#include <cstring>

#include <netinet/in.h>

namespace commune {
namespace {

Address plain(const Address& address) {
  if (!address.is_v6()) return address;
  const auto v6 = address.to_v6();
  if (v6.is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, v6);
  if (v6.is_link_local() || v6.is_multicast_link_local()) return address;
  return asio::ip::address_v6(v6.to_bytes());
}

}  // namespace

std::string_view to_string(Family family) {
  return family == Family::v4 ? "ipv4" : "ipv6";
}

Family family_of(const Address& address) {
  return address.is_v4() ? Family::v4 : Family::v6;
}

std::optional<Address> numeric_address(const std::string& text) {
  asio::error_code error;
  const auto address = asio::ip::make_address(text, error);
  if (error) return std::nullopt;
  return plain(address);
}

sockaddr_storage to_socket_address(const Address& address, socklen_t& length) {
  sockaddr_storage raw{};
  if (address.is_v4()) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_addr.s_addr = htonl(address.to_v4().to_uint());
    std::memcpy(&raw, &v4, sizeof v4);
    length = sizeof v4;
    return raw;
  }
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  const auto bytes = address.to_v6().to_bytes();
  std::copy(bytes.begin(), bytes.end(), std::begin(v6.sin6_addr.s6_addr));
  v6.sin6_scope_id = static_cast<std::uint32_t>(address.to_v6().scope_id());
  std::memcpy(&raw, &v6, sizeof v6);
  length = sizeof v6;
  return raw;
}

std::optional<Address> from_socket_address(const sockaddr_storage& raw) {
  if (raw.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &raw, sizeof v4);
    return Address(asio::ip::address_v4(ntohl(v4.sin_addr.s_addr)));
  }
  if (raw.ss_family != AF_INET6) return std::nullopt;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &raw, sizeof v6);
  asio::ip::address_v6::bytes_type bytes;
  std::copy(std::begin(v6.sin6_addr.s6_addr), std::end(v6.sin6_addr.s6_addr), bytes.begin());
  return plain(asio::ip::address_v6(bytes, v6.sin6_scope_id));
}

}  // namespace commune
