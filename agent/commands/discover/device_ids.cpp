#include "agent/commands/discover/device_ids.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace commune::discover {
namespace {

constexpr std::size_t kLongestId = 60;

struct Letters {
  std::uint32_t first, last;
  char plain;
};
// Latin-1, the Vietnamese letters of Latin Extended-A and -B, and Latin Extended Additional.
constexpr std::array<Letters, 26> kMarked = {{
    {0xC0, 0xC5, 'a'},     {0xC7, 0xC7, 'c'},     {0xC8, 0xCB, 'e'},     {0xCC, 0xCF, 'i'},
    {0xD1, 0xD1, 'n'},     {0xD2, 0xD6, 'o'},     {0xD9, 0xDC, 'u'},     {0xDD, 0xDD, 'y'},
    {0xE0, 0xE5, 'a'},     {0xE7, 0xE7, 'c'},     {0xE8, 0xEB, 'e'},     {0xEC, 0xEF, 'i'},
    {0xF1, 0xF1, 'n'},     {0xF2, 0xF6, 'o'},     {0xF9, 0xFC, 'u'},     {0xFD, 0xFD, 'y'},
    {0x102, 0x103, 'a'},   {0x110, 0x111, 'd'},   {0x128, 0x129, 'i'},   {0x168, 0x169, 'u'},
    {0x1A0, 0x1A1, 'o'},   {0x1AF, 0x1B0, 'u'},   {0x1EA0, 0x1EB7, 'a'}, {0x1EB8, 0x1EC7, 'e'},
    {0x1EC8, 0x1ECB, 'i'}, {0x1ECC, 0x1EE3, 'o'},
}};
constexpr std::array<Letters, 2> kMarkedToo = {{{0x1EE4, 0x1EF1, 'u'}, {0x1EF2, 0x1EF9, 'y'}}};
// Combining marks that follow their letter (decomposed text).
constexpr std::uint32_t kFirstMark = 0x300, kLastMark = 0x36F;

char plain_letter(std::uint32_t code) {
  for (const auto& [first, last, plain] : kMarked)
    if (code >= first && code <= last) return plain;
  for (const auto& [first, last, plain] : kMarkedToo)
    if (code >= first && code <= last) return plain;
  return '\0';
}

// The next character of UTF-8; invalid text is returned byte by byte.
std::uint32_t next_code(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t code = lead;
  if (length > 1 && text.size() >= length) {
    code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
      code = code << 6 | (byte(i) & 0x3FU);
  }
  text.remove_prefix(std::min(length, text.size()));
  return code;
}

char id_letter(std::uint32_t code) {
  if (code >= 'A' && code <= 'Z') return static_cast<char>(code - 'A' + 'a');
  const bool fits =
      (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') || code == '_' || code == '.';
  return fits ? static_cast<char>(code) : plain_letter(code);
}

// Names set at the factory: thousands of devices have them.
constexpr std::array<std::string_view, 9> kFactoryNames = {
    "localhost", "localhost.localdomain", "none", "openwrt", "mikrotik", "ubnt", "router", "switch",
    "unknown"};

bool says_nothing(std::string_view id) {
  return id.empty() ||
         std::find(kFactoryNames.begin(), kFactoryNames.end(), id) != kFactoryNames.end();
}

}  // namespace

std::string id_from(std::string_view text) {
  std::string id;
  while (!text.empty() && id.size() < kLongestId) {
    const std::uint32_t code = next_code(text);
    if (code >= kFirstMark && code <= kLastMark) continue;
    const char letter = id_letter(code);
    if (letter != '\0')
      id += letter;
    else if (!id.empty() && id.back() != '-')
      id += '-';
  }
  const auto last = id.find_last_not_of("-._");
  id.resize(last == std::string::npos ? 0 : last + 1);
  return id.substr(std::min(id.find_first_not_of("-._"), id.size()));
}

std::string DeviceIds::make(std::string_view sys_name, const Address& address) {
  std::string numbers = address.to_string();
  for (char& c : numbers)
    if (c == '.' || c == ':' || c == '%') c = '-';
  numbers = id_from(numbers);
  const std::string name = id_from(sys_name);
  const std::string ending = numbers.substr(numbers.rfind('-') + 1);
  for (const std::string& id :
       {name, fmt::format("{}-{}", name, ending), fmt::format("{}-{}", name, numbers)}) {
    if (says_nothing(name)) break;
    if (taken_.insert(id).second) return id;
  }
  std::string id = "host-" + numbers;
  while (!taken_.insert(id).second)
    id += "x";
  return id;
}

}  // namespace commune::discover
