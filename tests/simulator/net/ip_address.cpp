#include "tests/simulator/net/ip_address.hpp"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace commune::simulator {

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  IpAddress address;
  address.v6 = text.find(':') != std::string_view::npos;
  const int family = address.v6 ? AF_INET6 : AF_INET;
  if (inet_pton(family, std::string(text).c_str(), address.bytes.data()) != 1) return std::nullopt;
  return address;
}

IpAddress IpAddress::from_wire(std::string_view bytes) {
  IpAddress address;
  address.v6 = bytes.size() == 16;
  std::copy_n(bytes.begin(), std::min(bytes.size(), address.bytes.size()), address.bytes.begin());
  return address;
}

std::string IpAddress::str() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(v6 ? AF_INET6 : AF_INET, bytes.data(), text.data(), text.size());
  return text.data();
}

IpAddress IpAddress::neighbour() const {
  IpAddress other = *this;
  other.bytes.at(size() - 1) ^= 1U;
  return other;
}

std::optional<IpPrefix> IpPrefix::parse(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  IpPrefix prefix{*address, 0};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + slash + 1, end, prefix.length);
  if (error != std::errc() || rest != end || prefix.length > address->size() * 8)
    return std::nullopt;
  return prefix;
}

bool IpPrefix::contains(const IpAddress& other) const {
  if (other.v6 != address.v6) return false;
  for (unsigned bit = 0; bit < length; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if (((address.bytes.at(bit / 8) ^ other.bytes.at(bit / 8)) & mask) != 0) return false;
  }
  return true;
}

}  // namespace commune::simulator
