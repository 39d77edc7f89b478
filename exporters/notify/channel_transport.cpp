#include "exporters/notify/channel_transport.hpp"

#include <algorithm>
#include <ctime>

#include "core/model/text.hpp"
#include "exporters/notify/encoding.hpp"

#include <nlohmann/json.hpp>

namespace commune::notify {
namespace {

using nlohmann::json;
using Kind = Outcome::Kind;

std::string written(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string bot_url(const std::string& api, const std::string& token) {
  return api + "/bot" + token + "/sendMessage";
}

Outcome unanswered(const TransferFailure& failure) {
  if (failure.kind == TransferFailure::Kind::aborted) return Outcome::of(Kind::aborted, "stopped");
  const bool in_vain = failure.kind == TransferFailure::Kind::refused;
  std::string what = failure.error.what;
  if (failure.status != 0) what += fmt::format(" ({})", failure.status);
  return Outcome::of(in_vain ? Kind::permanent : Kind::temporary, std::move(what));
}

/// A header's value must not begin another header.
std::string one_line(std::string_view text) {
  return printable(text);
}

/// "Wed, 25 Nov 2026 07:05:00 +0000", in English whatever the locale.
std::string mail_date(LedgerTime time) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const auto clock = std::chrono::floor<std::chrono::seconds>(time - day).count();
  return fmt::format(
      "{}, {} {} {} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday(day).c_encoding()],
      static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()), clock / 3600, clock / 60 % 60, clock % 60);
}

std::string message_id(const std::string& id, const std::string& from) {
  const auto at = from.rfind('@');
  return fmt::format("<{}@{}>", id,
                     at == std::string::npos ? "commune-notify.invalid" : from.substr(at + 1));
}

}  // namespace

std::vector<std::string> mail_head(const Email& email, const std::string& commune_name,
                                   const Letter& letter) {
  std::vector<std::string> head = {
      fmt::format("From: {} <{}>", mail_words(one_line(commune_name)), email.from),
      fmt::format("To: <{}>", letter.to),
      "Subject: " + mail_words(one_line(letter.subject)),
      "Date: " + mail_date(letter.written),
      "Message-ID: " + message_id(letter.id, email.from),
      "Auto-Submitted: auto-generated",  // RFC 3834: nobody's holiday answers it.
  };
  if (!letter.answers_to.empty())
    head.push_back("In-Reply-To: " + message_id(letter.answers_to, email.from));
  return head;
}

ChannelTransport::ChannelTransport(std::string commune_name, TransferLimits limits)
    : commune_name_(std::move(commune_name)), limits_(limits) {}

Outcome ChannelTransport::send(const Channel& channel, const Letter& letter) {
  return std::visit([&](const auto& kind) { return send_by(kind, channel, letter); }, channel.kind);
}

Outcome ChannelTransport::ask_bot(const std::string& url, const Channel& channel,
                                  const std::string& proxy, const std::string& body) {
  HttpRequest request;
  request.destination.url = url;
  request.destination.ca_certificate = channel.ca_certificate;
  request.destination.proxy = proxy;
  request.headers = {"Content-Type: application/json"};
  request.body = body;
  const auto response = HttpClient(limits_).send(request, aborted_);
  return response ? bot_outcome(*response) : unanswered(response.error());
}

Outcome ChannelTransport::send_by(const Zalo& zalo, const Channel& channel, const Letter& letter) {
  const json body = {{"chat_id", letter.to}, {"text", letter.text}};
  Outcome outcome = ask_bot(bot_url(zalo.api, zalo.token), channel, "", written(body));
  outcome.what = without_secrets(std::move(outcome.what), {zalo.token});
  return outcome;
}

Outcome ChannelTransport::send_by(const Telegram& telegram, const Channel& channel,
                                  const Letter& letter) {
  const json body = {
      {"chat_id", letter.to}, {"text", letter.text}, {"disable_web_page_preview", true}};
  Outcome outcome =
      ask_bot(bot_url(telegram.api, telegram.token), channel, telegram.proxy, written(body));
  outcome.what = without_secrets(std::move(outcome.what), {telegram.token});
  return outcome;
}

Outcome ChannelTransport::send_by(const SmsGateway& gateway, const Channel& channel,
                                  const Letter& letter) {
  const Fillings fillings{letter.to, letter.text, letter.id, gateway.secret};
  HttpRequest request;
  request.destination.url = filled(gateway.url, fillings, &percent_encoded);
  request.destination.ca_certificate = channel.ca_certificate;
  std::string body;
  if (gateway.method != "GET") {
    body = filled_body(gateway.body, fillings, gateway.content_type);
    request.body = body;
    request.headers = {"Content-Type: " + gateway.content_type};
  }
  for (const auto& [name, value] : gateway.headers)
    request.headers.push_back(name + ": " + filled(value, fillings, &one_line));
  const auto response = HttpClient(limits_).send(request, aborted_);
  Outcome outcome = response ? gateway_outcome(*response, gateway.success_contains)
                             : unanswered(response.error());
  outcome.what = without_secrets(std::move(outcome.what), {gateway.secret});
  return outcome;
}

Outcome ChannelTransport::send_by(const Email& email, const Channel& channel,
                                  const Letter& letter) {
  Mail mail;
  mail.destination.url = email.server;
  mail.destination.ca_certificate = channel.ca_certificate;
  mail.destination.user = email.user;
  mail.destination.password = email.password;
  mail.require_tls = email.require_tls;
  mail.from = email.from;
  mail.to = letter.to;
  mail.headers = mail_head(email, commune_name_, letter);
  mail.text = letter.text;
  const auto sent = send_mail(mail, limits_, aborted_);
  Outcome outcome = sent ? Outcome::of(Kind::delivered) : unanswered(sent.error());
  outcome.what = without_secrets(std::move(outcome.what), {email.password});
  return outcome;
}

Result<bool> ChannelTransport::holds(const std::string& prometheus, const std::string& expression) {
  HttpRequest request;
  request.destination.url = prometheus + "/api/v1/query?query=" + percent_encoded(expression);
  const auto response = HttpClient(limits_).send(request, aborted_);
  if (!response) return fail("Prometheus", "{}", unanswered(response.error()).what);
  const json body = json::parse(response->body, nullptr, false);
  const auto data = body.is_object() ? body.find("data") : body.end();
  const bool right = response->status == 200 && body.is_object() && data != body.end() &&
                     data->is_object() && data->contains("result") && (*data)["result"].is_array();
  if (!right)
    return fail("Prometheus", "answers {}: {}", response->status,
                printable(response->body.substr(0, 120)));
  return !(*data)["result"].empty();
}

}  // namespace commune::notify
