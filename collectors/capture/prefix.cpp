#include "collectors/capture/prefix.hpp"

#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <endian.h>

namespace commune::capture {
namespace {

constexpr int kV4Offset = 96;  // Bits of ::ffff:0:0/96 before an IPv4 address.

std::uint64_t load_word(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  return be64toh(word);
}

std::uint64_t leading_ones(int count) {
  if (count <= 0) return 0;
  return count >= 64 ? ~0ULL : ~0ULL << (64 - count);
}

}  // namespace

Host Host::of_v4(const std::uint8_t* bytes) {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  return {0, 0xFFFF'0000'0000ULL | be32toh(word)};
}

Host Host::of_v6(const std::uint8_t* bytes) {
  return {load_word(bytes), load_word(bytes + 8)};
}

bool Host::stays_on_link() const {
  if (!is_v4()) return high >> 56 == 0xFF || high >> 54 == 0xFE80 >> 6 || (high == 0 && low == 0);
  const auto address = static_cast<std::uint32_t>(low);
  return address >> 28 == 0xE || address == 0xFFFF'FFFF || address == 0 || address >> 16 == 0xA9FE;
}

Result<Prefix> parse_prefix(const std::string& text) {
  const auto slash = text.find('/');
  const std::string address = text.substr(0, slash);
  std::uint8_t bytes[16];
  const bool v4 = inet_pton(AF_INET, address.c_str(), bytes) == 1;
  if (!v4 && inet_pton(AF_INET6, address.c_str(), bytes) != 1)
    return fail("", "\"{}\" is not a network such as \"192.168.1.0/24\" or \"fd00::/64\"", text);
  const int most = v4 ? 32 : 128;
  int length = most;
  if (slash != std::string::npos) {
    const char* begin = text.data() + slash + 1;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(begin, end, length);
    if (begin == end || *begin == '-' || error != std::errc() || rest != end || length > most)
      return fail("", "the length of \"{}\" is not 0 to {}", text, most);
  }
  const int bits = v4 ? length + kV4Offset : length;
  const Host mask{leading_ones(bits), leading_ones(bits - 64)};
  const Host host = v4 ? Host::of_v4(bytes) : Host::of_v6(bytes);
  if ((host.high & ~mask.high) != 0 || (host.low & ~mask.low) != 0)
    return fail("", "\"{}\" has bits behind its length: write the network's first address", text);
  return Prefix{host, mask};
}

}  // namespace commune::capture
