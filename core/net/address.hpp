// IP addresses as the operator writes them, and their way into and out of the kernel's structures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <asio/ip/address.hpp>
#include <sys/socket.h>

namespace commune {

using Address = asio::ip::address;

enum class Family : std::uint8_t { v4, v6 };
inline constexpr std::size_t kFamilyCount = 2;

/// "ipv4" or "ipv6": the value of the label `family`.
std::string_view to_string(Family family);

Family family_of(const Address& address);

/// Reads a numeric address ("10.0.0.1", "fe80::1%eth0"); empty when `text` is a host name. An IPv4
/// address mapped into IPv6 becomes plain IPv4; a zone stays only where it means something
/// (link-local), so that equal addresses compare equal.
std::optional<Address> numeric_address(const std::string& text);

/// Port 0. `length` is set to the size used.
sockaddr_storage to_socket_address(const Address& address, socklen_t& length);

/// Empty for anything that is neither IPv4 nor IPv6.
std::optional<Address> from_socket_address(const sockaddr_storage& raw);

}  // namespace commune
