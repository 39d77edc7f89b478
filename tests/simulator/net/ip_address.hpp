// IPv4 and IPv6 addresses and prefixes as values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace commune::simulator {

/// Network byte order; an IPv4 address takes the first four bytes.
struct IpAddress {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};

  static std::optional<IpAddress> parse(std::string_view text);
  static IpAddress from_wire(std::string_view bytes);  ///< 4 or 16 bytes.

  std::size_t size() const { return v6 ? 16 : 4; }
  std::string_view wire() const { return {reinterpret_cast<const char*>(bytes.data()), size()}; }
  std::string str() const;
  /// The address that differs in the last bit.
  IpAddress neighbour() const;

  friend bool operator==(const IpAddress&, const IpAddress&) = default;
  friend bool operator<(const IpAddress& a, const IpAddress& b) { return a.wire() < b.wire(); }
};

/// An interface's own address with its network: "10.77.255.254/16".
struct IpPrefix {
  IpAddress address;
  unsigned length = 0;

  static std::optional<IpPrefix> parse(std::string_view text);
  bool contains(const IpAddress& other) const;

  friend bool operator==(const IpPrefix&, const IpPrefix&) = default;
};

}  // namespace commune::simulator

template <>
struct std::hash<commune::simulator::IpAddress> {
  std::size_t operator()(const commune::simulator::IpAddress& address) const noexcept {
    return std::hash<std::string_view>{}(address.wire());
  }
};
