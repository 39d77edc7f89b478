// Just enough BER (X.690) to make SNMP messages for a target to begin with.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

namespace commune::fuzz {

inline constexpr int kBerInteger = 0x02, kBerOctets = 0x04, kBerSequence = 0x30,
                     kBerResponse = 0xA2, kBerReport = 0xA8;

/// One element: tag, length and contents.
inline std::string ber(int tag, const std::string& contents) {
  std::string made(1, static_cast<char>(tag));
  if (contents.size() >= 0x80) made += '\x82';
  if (contents.size() >= 0x80) made += static_cast<char>(contents.size() >> 8);
  return made + static_cast<char>(contents.size() & 0xFF) + contents;
}

inline std::string ber(int tag, std::initializer_list<std::string> parts) {
  std::string contents;
  for (const auto& part : parts)
    contents += part;
  return ber(tag, contents);
}

inline std::string ber_integer(std::int64_t value, int bytes = 4) {
  std::string contents;
  for (int i = bytes - 1; i >= 0; --i)
    contents += static_cast<char>(value >> (8 * i) & 0xFF);
  return ber(kBerInteger, contents);
}

}  // namespace commune::fuzz
