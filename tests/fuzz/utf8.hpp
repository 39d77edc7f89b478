// Whether a text is UTF-8 (RFC 3629), written apart from core/model/text.cpp, which it judges.
#pragma once

#include <cstdint>
#include <string_view>

namespace commune::fuzz {

/// Also false for control characters other than line feeds.
inline bool is_clean_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<std::uint8_t>(text[i++]);
    if ((lead < 0x20 && lead != '\n') || lead == 0x7F) return false;
    if (lead < 0x80) continue;
    const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || i + more > text.size()) return false;
    std::uint32_t code = lead & (0x3F >> more);
    for (std::size_t k = 0; k < more; ++k) {
      const auto byte = static_cast<std::uint8_t>(text[i++]);
      if ((byte & 0xC0) != 0x80) return false;
      code = code << 6 | (byte & 0x3F);
    }
    constexpr std::uint32_t kLeast[] = {0, 0xA0, 0x800, 0x10000};  // 0x80 to 0x9F are controls.
    if (code < kLeast[more] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
  }
  return true;
}

}  // namespace commune::fuzz
