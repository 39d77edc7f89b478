#include "exporters/notify/encoding.hpp"

#include <array>

#include "core/model/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace commune::notify {
namespace {

// RFC 2047 allows words of 75 bytes: 12 are "=?UTF-8?B??=", 60 of base64 hold 45.
constexpr std::size_t kBytesInWord = 45;

std::string base64(std::string_view bytes) {
  static constexpr std::string_view kSigns =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    const std::size_t there = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t j = 0; j < 3; ++j)
      group = group << 8U | (j < there ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j)
      text += j <= there ? kSigns[group >> (18 - 6 * j) & 0x3FU] : '=';
  }
  return text;
}

/// Where a letter begins: words must not break one.
bool begins_letter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::string as_it_is(std::string_view text) {
  return std::string(text);
}

}  // namespace

std::string json_inside(std::string_view text) {
  using nlohmann::json;
  const std::string quoted = json(text).dump(-1, ' ', false, json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

std::string xml_inside(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&apos;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string filled(std::string_view pattern, const Fillings& fillings,
                   std::string (*encode)(std::string_view)) {
  const std::array<std::pair<std::string_view, std::string_view>, 4> names = {
      {{"{to}", fillings.to},
       {"{text}", fillings.text},
       {"{id}", fillings.id},
       {"{secret}", fillings.secret}}};
  std::string made;
  while (!pattern.empty()) {
    bool found = false;
    for (const auto& [name, value] : names) {
      if (!pattern.starts_with(name)) continue;
      made += encode(value);
      pattern.remove_prefix(name.size());
      found = true;
      break;
    }
    if (found) continue;
    made += pattern[0];
    pattern.remove_prefix(1);
  }
  return made;
}

std::string filled_body(std::string_view pattern, const Fillings& fillings,
                        std::string_view content_type) {
  const auto says = [&](std::string_view word) {
    return content_type.find(word) != std::string_view::npos;
  };
  auto* encode = &as_it_is;
  if (says("json")) encode = &json_inside;
  if (says("x-www-form-urlencoded")) encode = &percent_encoded;
  if (says("xml")) encode = &xml_inside;
  return filled(pattern, fillings, encode);
}

std::string mail_words(std::string_view utf8) {
  if (is_plain(utf8) && utf8.find("=?") == std::string_view::npos) return std::string(utf8);
  std::string words;
  while (!utf8.empty()) {
    std::size_t end = std::min(kBytesInWord, utf8.size());
    while (end < utf8.size() && end > 1 && !begins_letter(utf8[end]))
      --end;
    // Words that stand side by side are joined again without the blank between them.
    words +=
        (words.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(utf8.substr(0, end)) + "?=";
    utf8.remove_prefix(end);
  }
  return words;
}

std::string without_secrets(std::string text, std::initializer_list<std::string_view> secrets) {
  const auto strike = [&text](const std::string& secret) {
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
      text.replace(at, secret.size(), "***");
  };
  for (const std::string_view secret : secrets) {
    if (secret.empty()) continue;
    strike(std::string(secret));
    strike(percent_encoded(secret));
  }
  return text;
}

}  // namespace commune::notify
