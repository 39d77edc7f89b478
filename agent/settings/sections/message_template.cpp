#include "agent/settings/sections/message_template.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <string_view>

#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

using std::string_view;

constexpr std::array<string_view, 4> kPlaceholders = {"to", "text", "id", "secret"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Every "{name}" in the text. Other braces are ordinary text: JSON is full of them.
std::vector<std::string> placeholders_in(string_view text) {
  std::vector<std::string> names;
  for (auto open = text.find('{'); open != string_view::npos; open = text.find('{', open + 1)) {
    const auto rest = text.substr(open + 1);
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_letter);
    if (end != rest.begin() && end != rest.end() && *end == '}')
      names.emplace_back(rest.begin(), end);
  }
  return names;
}

/// Adds the placeholders of `text`, the value at `place`, to `used`.
void look_over(const Place& place, string_view key, string_view text, Findings& findings,
               std::set<std::string>& used) {
  for (const std::string& name : placeholders_in(text)) {
    if (std::find(kPlaceholders.begin(), kPlaceholders.end(), name) == kPlaceholders.end())
      findings.error(place,
                     fmt::format("{}: {{{}}} is not a placeholder{}; there are {{to}}, {{text}}, "
                                 "{{id}} and {{secret}}",
                                 key, name, suggestion(name, kPlaceholders)));
    used.insert(name);
  }
}

bool holds_a_secret_by_its_name(string_view header) {
  std::string name(header);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const string_view part : {"auth", "key", "token", "secret", "password"})
    if (name.find(part) != std::string::npos) return true;
  return false;
}

void check_header(const Value& header, Findings& findings) {
  const auto bad_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) == 0 &&
           string_view("!#$%&'*+-.^_`|~").find(c) == string_view::npos;
  };
  if (header.key.empty() || std::any_of(header.key.begin(), header.key.end(), bad_name))
    findings.error(header.key_place, fmt::format("headers: \"{}\" is not the name of a header",
                                                 printable(header.key)));
  if (std::any_of(header.text.begin(), header.text.end(),
                  [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }))
    findings.error(header.place, fmt::format("headers: {} contains a line end or another control "
                                             "character",
                                             printable(header.key)));
  if (holds_a_secret_by_its_name(header.key) && header.text.find("{secret}") == std::string::npos)
    findings.error(
        header.place,
        fmt::format(
            "headers: {} is a secret: keep it outside the configuration, write secret = {{ file = "
            "\"…\" }} and {{secret}} in its place here",
            printable(header.key)));
}

void check_uses(const TableReader& table, const std::set<std::string>& used) {
  for (const char* needed : {"to", "text"})
    if (!used.contains(needed))
      table.error("body", fmt::format("{{{}}} is missing in url, body and headers: no message "
                                      "could be sent",
                                      needed));
  const bool has_secret = table.value().find("secret") != nullptr;
  if (has_secret && !used.contains("secret"))
    table.error("secret",
                "secret is not used: write {secret} at its place in url, body or "
                "headers");
  if (!has_secret && used.contains("secret"))
    table.findings().error(table.place(),
                           "{secret} is used but not configured: write secret = { file = \"…\" }");
}

}  // namespace

void check_message_template(const TableReader& table, const notify::SmsGateway& sms) {
  Findings& findings = table.findings();
  std::set<std::string> used;
  look_over(table.place("url"), "url", sms.url, findings, used);
  look_over(table.place("body"), "body", sms.body, findings, used);
  if (const Value* headers = table.value().find("headers"))
    for (const Value& header : headers->children) {
      if (header.kind != Value::Kind::text) continue;
      check_header(header, findings);
      look_over(header.place, header.key, header.text, findings, used);
    }
  if (sms.method == "GET" && !sms.body.empty())
    table.error("body",
                "a GET request has no body; write method = \"POST\", or put {to} and {text} "
                "into the url");
  if (!sms.url.empty()) check_uses(table, used);
}

}  // namespace commune::settings
