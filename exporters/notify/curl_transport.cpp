#include "exporters/notify/curl_transport.hpp"

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

HttpCall bot_call(const std::string& api, const std::string& token, const Channel& channel,
                  const json& body) {
  HttpCall call;
  call.destination = {api + "/bot" + token + "/sendMessage", channel.ca_certificate, ""};
  call.method = "POST";
  call.headers = {"Content-Type: application/json", "Expect:"};
  call.body = written(body);
  return call;
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

CurlTransport::CurlTransport(std::string commune_name, Patience patience)
    : commune_name_(std::move(commune_name)), caller_(patience) {}

Outcome CurlTransport::send(const Channel& channel, const Letter& letter) {
  return std::visit([&](const auto& kind) { return send_by(kind, channel, letter); }, channel.kind);
}

Outcome CurlTransport::ask(const HttpCall& call, Outcome (*judge)(const HttpReply&)) {
  const auto answer = caller_.call(call);
  return answer.reply.status == 0 ? answer.unanswered : judge(answer.reply);
}

Outcome CurlTransport::send_by(const Zalo& zalo, const Channel& channel, const Letter& letter) {
  const auto call =
      bot_call(zalo.api, zalo.token, channel, {{"chat_id", letter.to}, {"text", letter.text}});
  Outcome outcome = ask(call, &bot_outcome);
  outcome.what = without_secrets(std::move(outcome.what), {zalo.token});
  return outcome;
}

Outcome CurlTransport::send_by(const Telegram& telegram, const Channel& channel,
                               const Letter& letter) {
  auto call =
      bot_call(telegram.api, telegram.token, channel,
               {{"chat_id", letter.to}, {"text", letter.text}, {"disable_web_page_preview", true}});
  call.destination.proxy = telegram.proxy;
  Outcome outcome = ask(call, &bot_outcome);
  outcome.what = without_secrets(std::move(outcome.what), {telegram.token});
  return outcome;
}

Outcome CurlTransport::send_by(const SmsGateway& gateway, const Channel& channel,
                               const Letter& letter) {
  const Fillings fillings{letter.to, letter.text, letter.id, gateway.secret};
  HttpCall call;
  call.destination = {filled(gateway.url, fillings, &percent_encoded), channel.ca_certificate, ""};
  call.method = gateway.method;
  if (call.method != "GET") {
    call.body = filled_body(gateway.body, fillings, gateway.content_type);
    call.headers = {"Content-Type: " + gateway.content_type, "Expect:"};
  }
  for (const auto& [name, value] : gateway.headers)
    call.headers.push_back(name + ": " + filled(value, fillings, &one_line));
  const auto answer = caller_.call(call);
  Outcome outcome = answer.reply.status == 0
                        ? answer.unanswered
                        : gateway_outcome(answer.reply, gateway.success_contains);
  outcome.what = without_secrets(std::move(outcome.what), {gateway.secret});
  return outcome;
}

Outcome CurlTransport::send_by(const Email& email, const Channel& channel, const Letter& letter) {
  MailCall call;
  call.destination = {email.server, channel.ca_certificate, ""};
  call.user = email.user;
  call.password = email.password;
  call.require_tls = email.require_tls;
  call.from = email.from;
  call.to = letter.to;
  call.headers = mail_head(email, commune_name_, letter);
  call.text = letter.text;
  Outcome outcome = caller_.call(call);
  outcome.what = without_secrets(std::move(outcome.what), {email.password});
  return outcome;
}

Result<bool> CurlTransport::holds(const std::string& prometheus, const std::string& expression) {
  HttpCall call;
  call.destination.url = prometheus + "/api/v1/query?query=" + percent_encoded(expression);
  const auto answer = caller_.call(call);
  if (answer.reply.status == 0) return fail("Prometheus", "{}", answer.unanswered.what);
  const json body = json::parse(answer.reply.body, nullptr, false);
  const auto data = body.is_object() ? body.find("data") : body.end();
  const bool right = answer.reply.status == 200 && body.is_object() && data != body.end() &&
                     data->is_object() && data->contains("result") && (*data)["result"].is_array();
  if (!right)
    return fail("Prometheus", "answers {}: {}", answer.reply.status,
                printable(answer.reply.body.substr(0, 120)));
  return !(*data)["result"].empty();
}

}  // namespace commune::notify
