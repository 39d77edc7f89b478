#include "exporters/notify/plain_text.hpp"

#include <cstdint>
#include <cstdlib>
#include <memory>

#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

namespace commune::notify {
namespace {

constexpr std::string_view kCut = "...";
constexpr std::string_view kEllipsis = "…";  // One UTF-16 unit.

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// Letters apart from their marks; compatible signs ("…", "№", full width) as the plain ones.
std::string decomposed(std::string_view utf8) {
  std::size_t size = 0;
  const std::unique_ptr<std::uint8_t, decltype(&std::free)> made(
      u8_normalize(UNINORM_NFKD, bytes_of(utf8), utf8.size(), nullptr, &size), &std::free);
  if (!made) return std::string(utf8);  // Not UTF-8.
  return {reinterpret_cast<const char*>(made.get()), size};
}

bool is_of(ucs4_t sign, const uc_general_category_t& category) {
  return uc_is_general_category(sign, category);
}

/// The ASCII text that replaces a sign.
std::string_view likeness(ucs4_t sign) {
  if (sign == 0x0111) return "d";
  if (sign == 0x0110) return "D";
  if (sign == 0x00D7) return "x";
  if (sign == 0x00B7 || sign == 0x2022) return "-";
  if (is_of(sign, UC_MARK)) return "";
  if (is_of(sign, UC_DASH_PUNCTUATION) || sign == 0x2212) return "-";
  if (is_of(sign, UC_INITIAL_QUOTE_PUNCTUATION) || is_of(sign, UC_FINAL_QUOTE_PUNCTUATION))
    return "'";
  if (is_of(sign, UC_SEPARATOR)) return " ";
  if (is_of(sign, UC_LETTER) || is_of(sign, UC_NUMBER)) return "?";
  return "";
}

char sms_likeness(char c) {
  switch (c) {
    case '#':
    case '~':
      return '-';
    case '&':
      return '+';
    case '[':
    case '{':
      return '(';
    case ']':
    case '}':
      return ')';
    case '\\':
    case '|':
      return '/';
    case '^':
    case '`':
      return '\'';
    default:
      return c;
  }
}

/// Bytes of the sign at the front; a byte outside UTF-8 counts as a sign.
std::size_t sign_at(std::string_view text, ucs4_t& sign) {
  const int length = u8_mbtoucr(&sign, bytes_of(text), text.size());
  if (length > 0) return static_cast<std::size_t>(length);
  sign = 0xFFFD;
  return 1;
}

}  // namespace

std::string unaccented(std::string_view utf8) {
  const std::string apart = decomposed(utf8);
  std::string plain;
  for (std::string_view rest = apart; !rest.empty();) {
    ucs4_t sign = 0;
    rest.remove_prefix(sign_at(rest, sign));
    if (sign >= 0x20 && sign < 0x7F)
      plain += static_cast<char>(sign);
    else if (sign < 0x20 || sign == 0x7F)
      plain += ' ';
    else
      plain += likeness(sign);
  }
  return plain;
}

std::string for_sms(std::string_view utf8) {
  std::string plain;
  for (const char c : unaccented(utf8)) {
    const bool second_blank = c == ' ' && (plain.empty() || plain.back() == ' ');
    if (!second_blank) plain += sms_likeness(c);
  }
  while (!plain.empty() && plain.back() == ' ')
    plain.pop_back();
  return plain;
}

std::string cut_at_word(std::string_view ascii, std::size_t longest) {
  if (ascii.size() <= longest) return std::string(ascii);
  if (longest <= kCut.size()) return std::string(ascii.substr(0, longest));
  std::string_view kept = ascii.substr(0, longest - kCut.size());
  // A single word longer than half of it all is broken, rather than nothing be said.
  const auto blank = ascii[kept.size()] == ' ' ? kept.size() : kept.rfind(' ');
  if (blank != std::string_view::npos && blank >= kept.size() / 2) kept = kept.substr(0, blank);
  while (!kept.empty() && (kept.back() == ' ' || kept.back() == ',' || kept.back() == '.'))
    kept.remove_suffix(1);
  return std::string(kept) + std::string(kCut);
}

std::string cut_to_units(std::string_view utf8, std::size_t longest) {
  std::size_t units = 0, end = 0, fits = 0;
  while (end < utf8.size()) {
    ucs4_t sign = 0;
    end += sign_at(utf8.substr(end), sign);
    units += sign > 0xFFFF ? 2 : 1;
    if (units < longest) fits = end;
    if (units > longest) return std::string(utf8.substr(0, fits)) + std::string(kEllipsis);
  }
  return std::string(utf8);
}

}  // namespace commune::notify
