// Pieces of configurations with [notify], for tests: a contact, the table, two channels.
#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/agent/settings/configuration.hpp"

namespace commune::settings {

inline constexpr std::string_view kContact = R"(
[[contact]]
id = "cntt"
name = "Cán bộ CNTT"
phone = "0900 000-100"
zalo = "abc123"
)";
inline constexpr std::string_view kNotify = R"(
[notify]
secret = { env = "COMMUNE_TEST_SHARED" }
default_contact = "cntt"
)";
inline constexpr std::string_view kZalo = R"(
[[notify.channel]]
id = "zalo"
kind = "zalo"
token = { env = "COMMUNE_TEST_TOKEN" }
)";
inline constexpr std::string_view kSms = R"(
[[notify.channel]]
id = "sms"
kind = "sms"
url = "https://sms.example/send?to={to}"
body = '{"text":"{text}"}'
)";

inline std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text(kSmallest);
  for (const auto part : parts)
    text += part;
  return text;
}

inline std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string changed(text);
  const auto at = changed.find(from);
  if (at == std::string::npos)
    throw std::logic_error("no \"" + std::string(from) + "\" to replace");
  return changed.replace(at, from.size(), to);
}

// Messages without their places, of a commune with one contact and these channels.
inline std::vector<std::string> mistakes(std::string_view contact, std::string_view notify,
                                         std::string_view channels) {
  std::vector<std::string> reported;
  for (const std::string& message : LoadedText(joined({contact, notify, channels})).errors())
    reported.push_back(message.substr(message.find(": ") + 2));
  return reported;
}

inline std::vector<std::string> sms_mistakes(std::string_view from, std::string_view to) {
  return mistakes(kContact, kNotify, replaced(kSms, from, to));
}

}  // namespace commune::settings
