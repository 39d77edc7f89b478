#include "agent/settings/sections/notify_channel.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <system_error>
#include <utility>

#include "agent/settings/sections/message_template.hpp"
#include "agent/settings/sections/probe_target.hpp"
#include "agent/settings/toml/paths.hpp"
#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

using std::string_view;

enum class Kind : std::uint8_t { zalo, telegram, sms, email };
constexpr std::array<Word<Kind>, 4> kKinds = {{{"zalo", Kind::zalo},
                                               {"telegram", Kind::telegram},
                                               {"sms", Kind::sms},
                                               {"email", Kind::email}}};
constexpr std::array<Word<string_view>, 2> kMethods = {{{"GET", "GET"}, {"POST", "POST"}}};

/// Refuses each key that has no meaning for the channel's kind.
void refuse_others(const TableReader& table, Kind kind) {
  struct Rule {
    string_view key;
    std::initializer_list<Kind> kinds;
  };
  static const std::array<Rule, 15> kRules = {{{"token", {Kind::zalo, Kind::telegram}},
                                               {"api", {Kind::zalo, Kind::telegram}},
                                               {"proxy", {Kind::telegram}},
                                               {"url", {Kind::sms}},
                                               {"method", {Kind::sms}},
                                               {"body", {Kind::sms}},
                                               {"content_type", {Kind::sms}},
                                               {"headers", {Kind::sms}},
                                               {"secret", {Kind::sms}},
                                               {"success_contains", {Kind::sms}},
                                               {"server", {Kind::email}},
                                               {"from", {Kind::email}},
                                               {"user", {Kind::email}},
                                               {"password", {Kind::email}},
                                               {"require_tls", {Kind::email}}}};
  for (const Rule& rule : kRules)
    if (std::find(rule.kinds.begin(), rule.kinds.end(), kind) == rule.kinds.end())
      table.refuse(rule.key, fmt::format("{} has no meaning for a channel of kind \"{}\"", rule.key,
                                         kKinds.at(static_cast<std::size_t>(kind)).text));
}

/// The secret `key`. Empty if it is not a secret or not available on this machine; a missing one is
/// reported.
std::string read_needed_secret(const TableReader& table, string_view key, Secrets& secrets) {
  const auto reference = read_secret(table, key);
  if (!reference && table.value().find(key) == nullptr)
    table.error(key,
                fmt::format("{} has no {}: write {} = {{ file = \"…\" }}", table.name(), key, key));
  return reference ? secrets.resolve(*reference).value_or("") : std::string();
}

void read_url(const TableReader& table, string_view key, Need need, std::string& url) {
  const auto text = table.text(key, need);
  if (!text) return;
  if (const std::string mistake = url_mistake(*text); !mistake.empty())
    return table.error(key, fmt::format("{} \"{}\" {}", key, printable(*text), mistake));
  url = *text;
}

void read_api(const TableReader& table, std::string& api) {
  read_url(table, "api", Need::optional, api);
  while (api.ends_with('/'))
    api.pop_back();
}

notify::Zalo read_zalo(const TableReader& table, Secrets& secrets) {
  notify::Zalo zalo;
  read_api(table, zalo.api);
  zalo.token = read_needed_secret(table, "token", secrets);
  return zalo;
}

void read_proxy(const TableReader& table, std::string& proxy) {
  static constexpr std::array<string_view, 5> kSchemes = {"http://", "https://", "socks4a://",
                                                          "socks5://", "socks5h://"};
  const auto text = table.text("proxy");
  if (!text) return;
  const auto scheme = std::find_if(kSchemes.begin(), kSchemes.end(),
                                   [&](string_view each) { return text->starts_with(each); });
  if (scheme != kSchemes.end() && parse_host_port(string_view(*text).substr(scheme->size())))
    proxy = *text;
  else
    table.error("proxy", fmt::format("proxy \"{}\" is not an address such as "
                                     "\"http://10.0.0.1:3128\" or \"socks5h://10.0.0.1:1080\"",
                                     printable(*text)));
}

notify::Telegram read_telegram(const TableReader& table, Secrets& secrets) {
  notify::Telegram telegram;
  read_api(table, telegram.api);
  telegram.token = read_needed_secret(table, "token", secrets);
  read_proxy(table, telegram.proxy);
  return telegram;
}

notify::SmsGateway read_sms(const TableReader& table, Secrets& secrets) {
  notify::SmsGateway sms;
  read_url(table, "url", Need::required, sms.url);
  if (const auto method = table.choice<string_view>("method", kMethods)) sms.method = *method;
  assign(sms.body, table.text("body"));
  assign(sms.content_type, table.text("content_type"));
  assign(sms.success_contains, table.text("success_contains"));
  if (const auto reference = read_secret(table, "secret"))
    sms.secret = secrets.resolve(*reference).value_or("");
  if (const auto headers = table.table("headers"))
    for (const Value& header : headers->members())
      if (auto value = headers->text_of(header, header.key))
        sms.headers.emplace_back(header.key, *std::move(value));
  check_message_template(table, sms);
  return sms;
}

bool is_mail_address(string_view text) {
  const auto at = text.rfind('@');
  return at != string_view::npos && at > 0 && is_host(text.substr(at + 1)) &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), [](char c) {
           return c > ' ' && c <= '~' && c != '<' && c != '>' && c != '@' && c != ',';
         });
}

void read_server(const TableReader& table, std::string& server) {
  const auto text = table.text("server", Need::required);
  if (!text) return;
  const string_view rest = text->starts_with("smtps://")  ? string_view(*text).substr(8)
                           : text->starts_with("smtp://") ? string_view(*text).substr(7)
                                                          : string_view();
  if (!rest.empty() && (is_host(rest) || parse_host_port(rest)))
    server = *text;
  else
    table.error("server", fmt::format("server \"{}\" is not an address such as "
                                      "\"smtp://mail.example:587\" or \"smtps://mail.example:465\"",
                                      printable(*text)));
}

notify::Email read_email(const TableReader& table, Secrets& secrets) {
  notify::Email email;
  read_server(table, email.server);
  assign(email.from, table.text("from", Need::required));
  if (!email.from.empty() && !is_mail_address(email.from))
    table.error("from",
                fmt::format("from \"{}\" is not an address such as \"giamsat@xa.example.vn\"",
                            printable(email.from)));
  assign(email.user, table.text("user"));
  if (const auto reference = read_secret(table, "password"))
    email.password = secrets.resolve(*reference).value_or("");
  if ((table.value().find("user") == nullptr) != (table.value().find("password") == nullptr))
    table.error(table.value().find("user") ? "user" : "password",
                "user and password are used together: write both, or neither");
  assign(email.require_tls, table.boolean("require_tls"));
  return email;
}

// Keys that all kinds have.
void read_common(const TableReader& table, notify::Channel& channel) {
  assign(channel.per_minute, table.number("rate", {0.01, 6000}));
  const auto file = table.text("ca_certificate");
  if (!file) return;
  channel.ca_certificate = beside(table.place(), *file);
  std::error_code error;
  if (!std::filesystem::is_regular_file(channel.ca_certificate, error))
    table.absent("ca_certificate", fmt::format("ca_certificate: there is no file {}",
                                               printable(channel.ca_certificate)));
}

std::optional<notify::Channel> read_channel(const TableReader& table, Secrets& secrets) {
  notify::Channel channel;
  const auto id = table.id("id", Need::required);
  assign(channel.id, id);
  const auto kind = table.choice<Kind>("kind", kKinds, Need::required);
  read_common(table, channel);
  // A key of another kind is known: it is refused, not reported as a misspelling.
  for (const char* key :
       {"token", "api", "proxy", "url", "method", "body", "content_type", "headers", "secret",
        "success_contains", "server", "from", "user", "password", "require_tls"})
    table.member(key);
  if (!kind) return std::nullopt;
  refuse_others(table, *kind);
  switch (*kind) {
    case Kind::zalo:
      channel.kind = read_zalo(table, secrets);
      break;
    case Kind::telegram:
      channel.kind = read_telegram(table, secrets);
      break;
    case Kind::sms:
      channel.kind = read_sms(table, secrets);
      break;
    case Kind::email:
      channel.kind = read_email(table, secrets);
      break;
  }
  if (!id) return std::nullopt;
  return channel;
}

// "0900 000-100" as a gateway accepts it: digits, and a leading + if there is one.
std::string without_separators(string_view phone) {
  std::string digits;
  for (const char c : phone)
    if (c != ' ' && c != '.' && c != '-') digits += c;
  return digits;
}

bool is_phone(string_view digits) {
  if (digits.starts_with('+')) digits.remove_prefix(1);
  return !digits.empty() && digits.find_first_not_of("0123456789") == string_view::npos;
}

}  // namespace

std::vector<notify::Channel> read_notify_channels(const TableReader& notify, Secrets& secrets) {
  std::vector<notify::Channel> channels;
  std::map<std::string, Place> places;
  for (const TableReader& table : notify.tables("channel")) {
    auto channel = read_channel(table, secrets);
    if (!channel) continue;
    const auto [earlier, added] = places.emplace(channel->id, table.place("id"));
    if (added)
      channels.push_back(*std::move(channel));
    else
      table.error("id", fmt::format("channel \"{}\" is already at {}", channel->id,
                                    earlier->second.text()));
  }
  return channels;
}

string_view address_key(const notify::Channel& channel) {
  static constexpr std::array<string_view, 4> kKeys = {"zalo", "telegram", "phone", "email"};
  return kKeys.at(channel.kind.index());
}

std::string address_of(const Contact& contact, const TableReader& table,
                       const notify::Channel& channel) {
  const auto key = address_key(channel);
  const auto refuse = [&](const std::string& text, string_view what) {
    table.error(key, fmt::format("{} \"{}\" {}", key, printable(text), what));
    return std::string();
  };
  if (std::holds_alternative<notify::SmsGateway>(channel.kind)) {
    std::string digits = without_separators(contact.phone);
    if (digits.empty() || is_phone(digits)) return digits;
    return refuse(contact.phone,
                  "is not a number for SMS: write digits, with a + before them at "
                  "most, as in \"0900 000 100\"");
  }
  if (std::holds_alternative<notify::Email>(channel.kind)) {
    if (contact.email.empty() || is_mail_address(contact.email)) return contact.email;
    return refuse(contact.email, "is not an e-mail address");
  }
  const std::string& chat =
      std::holds_alternative<notify::Zalo>(channel.kind) ? contact.zalo : contact.telegram;
  const bool good =
      std::all_of(chat.begin(), chat.end(), [](char c) { return c > ' ' && c <= '~'; });
  return good ? chat : refuse(chat, "is not a chat id: it has blanks or letters beyond ASCII");
}

}  // namespace commune::settings
