#include "collectors/capture/dns_message.hpp"

#include <algorithm>

namespace commune::capture {
namespace {

constexpr std::size_t kHeaderBytes = 12;
// The part of a name that 96 bytes hold behind an IPv6 header, so that questions and answers are
// cut at the same place.
constexpr std::size_t kNameBytes = 32;

/// Lower case for 'A' to 'Z': a resolver may change the case (random case is a known defence).
std::uint64_t folded(std::uint8_t byte) {
  return byte >= 'A' && byte <= 'Z' ? byte + 32U : byte;
}

}  // namespace

std::optional<DnsMessage> parse_dns(Bytes captured, const HashKey& key) {
  if (captured.size() < kHeaderBytes) return std::nullopt;
  const int opcode = captured[2] >> 3 & 0xF;
  const int questions = captured[4] << 8 | captured[5];
  if (opcode != 0 || questions != 1) return std::nullopt;
  const Bytes name = captured.subspan(kHeaderBytes);
  std::array<std::uint64_t, kNameBytes / 8> words{};
  std::size_t label_end = 0;
  const std::size_t end = std::min(name.size(), kNameBytes);
  for (std::size_t i = 0; i < end; ++i) {
    if (i == label_end) {
      // No pointer can stand in the first name of a message.
      if (name[i] > 63) return std::nullopt;
      if (name[i] == 0) break;
      label_end = i + name[i] + 1U;
    }
    const std::uint64_t byte = i == label_end ? name[i] : folded(name[i]);
    words[i / 8] |= byte << (i % 8 * 8);
  }
  DnsMessage message;
  message.id = static_cast<std::uint16_t>(captured[0] << 8 | captured[1]);
  message.answer = (captured[2] & 0x80) != 0;
  message.question = keyed_hash(key, words);
  return message;
}

}  // namespace commune::capture
