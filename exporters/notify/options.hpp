// Whom messages go to and by which channels. Filled by agent/settings.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/model/ids.hpp"
#include "core/model/inventory.hpp"

namespace commune::notify {

/// Zalo Bot API: sendMessage {chat_id, text}.
struct Zalo {
  std::string api = "https://bot-api.zaloplatforms.com";  ///< Without a slash at the end.
  std::string token;
};

/// Telegram Bot API: the same call at another place.
struct Telegram {
  std::string api = "https://api.telegram.org";
  std::string token;
  std::string proxy;  ///< "http://…", "socks5h://…"; empty: none.
};

/// Any provider that takes an HTTP request. In `url`, `body` and header values {to}, {text}, {id}
/// and {secret} stand for the telephone number, the text, the message's id and the secret, encoded
/// as the place asks for: in the URL and in a form percent-encoded, in JSON as a string's inside.
struct SmsGateway {
  std::string url;
  std::string method = "POST";  ///< GET or POST.
  std::string body;             ///< Empty with GET.
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string secret;            ///< Empty: none.
  std::string success_contains;  ///< In the answer's body; empty: any 2xx is a success.
};

/// A relay that takes mail by SMTP (RFC 5321).
struct Email {
  std::string server;          ///< "smtp://host:587", "smtps://host:465".
  std::string from;            ///< "giamsat@xa.example.vn".
  std::string user, password;  ///< Empty: no login.
  bool require_tls = true;     ///< STARTTLS or nothing, with smtp://.
};

struct Channel {
  std::string id;
  std::variant<Zalo, Telegram, SmsGateway, Email> kind;
  double per_minute = 20;      ///< Messages; a burst of as many is let through at once.
  std::string ca_certificate;  ///< PEM file to trust besides none; empty: the system's.
};

/// One way to reach a recipient.
struct Address {
  std::size_t channel = 0;  ///< Position in Options::channels.
  std::string to;           ///< Chat id, telephone number (digits and a leading +), e-mail address.
};

struct Recipient {
  ContactId id;
  std::string name;
  std::vector<Address> addresses;  ///< The first that works is used.
};

/// Minutes after local midnight, e.g. 22:00 to 05:30; may pass midnight.
struct Night {
  std::chrono::minutes from{0}, until{0};
};

struct Options {
  std::string secret;  ///< What Alertmanager shows as a bearer token.
  std::string state_dir = "/var/lib/commune-notify";
  std::string commune_name;
  std::string timezone = "Asia/Ho_Chi_Minh";
  std::vector<Language> languages = {Language::vi};  ///< In this order in one message; not empty.
  std::string prometheus;  ///< "http://127.0.0.1:9090"; empty: whoever says that a fault is over is
                           ///< believed.
  std::string grafana;     ///< Base of links to boards; empty: no links.
  std::string runbooks;    ///< Base of links to runbook pages; empty: no links.
  std::optional<Night> night;  ///< Messages that are not critical wait until it ends.
  std::chrono::seconds max_age = std::chrono::hours(24);  ///< Then a message is given up.
  ContactId default_contact;  ///< Takes what names no contact, or one that is not here.
  std::vector<Channel> channels;
  std::vector<Recipient> recipients;
};

}  // namespace commune::notify
