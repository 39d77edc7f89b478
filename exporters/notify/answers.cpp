#include "exporters/notify/answers.hpp"

#include "core/model/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace commune::notify {
namespace {

using nlohmann::json;
using Kind = Outcome::Kind;

constexpr std::size_t kShown = 120;
constexpr int kDeepest = 32;

/// Request timeout, locked, too early, too many requests: each passes.
bool passes(int status) {
  return status >= 500 || status == 408 || status == 423 || status == 425 || status == 429;
}

std::string shown(const std::string& body) {
  return printable(body.substr(0, kShown));
}

Outcome refused(int status, std::string what, std::chrono::seconds retry_after) {
  return {passes(status) ? Kind::temporary : Kind::permanent, std::move(what), retry_after};
}

Outcome by_status(const HttpResponse& reply) {
  if (reply.status >= 300 && reply.status < 400)
    return Outcome::of(Kind::permanent,
                       fmt::format("answers {}: a redirect, which is not followed", reply.status));
  const std::string said = shown(reply.body);
  return refused(reply.status,
                 fmt::format("answers {}{}{}", reply.status, said.empty() ? "" : ": ", said),
                 reply.retry_after);
}

json parsed(const std::string& body) {
  // The library goes down nested values by recursion.
  const auto depth_kept = [](int depth, json::parse_event_t, json&) { return depth < kDeepest; };
  return json::parse(body, depth_kept, false);
}

std::chrono::seconds retry_after_of(const json& answer, std::chrono::seconds header) {
  const auto parameters = answer.find("parameters");
  if (parameters == answer.end() || !parameters->is_object()) return header;
  const auto seconds = parameters->find("retry_after");
  if (seconds == parameters->end() || !seconds->is_number_unsigned()) return header;
  return std::max(
      header, std::chrono::seconds(std::min<std::uint64_t>(seconds->get<std::uint64_t>(), 86'400)));
}

}  // namespace

Outcome bot_outcome(const HttpResponse& reply) {
  const json answer = parsed(reply.body);
  const bool speaks = answer.is_object() && answer.contains("ok") && answer["ok"].is_boolean();
  const bool good_status = reply.status >= 200 && reply.status < 300;
  if (!speaks) {
    // A captive portal answers 200 too.
    if (good_status)
      return Outcome::of(Kind::temporary, "answers as no bot API does: " + shown(reply.body));
    return by_status(reply);
  }
  if (answer["ok"].get<bool>() && good_status) return Outcome::of(Kind::delivered);
  int code = reply.status;
  if (const auto given = answer.find("error_code");
      given != answer.end() && given->is_number_integer())
    code = given->get<int>();
  std::string said;
  if (const auto given = answer.find("description"); given != answer.end() && given->is_string())
    said = shown(given->get<std::string>());
  Outcome outcome = refused(code, fmt::format("refuses it with {}: {}", code, said),
                            retry_after_of(answer, reply.retry_after));
  // Codes outside HTTP's are not documented: another try may succeed.
  if (code < 400 || code > 599) outcome.kind = Kind::temporary;
  return outcome;
}

Outcome gateway_outcome(const HttpResponse& reply, const std::string& success_contains) {
  if (reply.status < 200 || reply.status >= 300) return by_status(reply);
  if (success_contains.empty() || reply.body.find(success_contains) != std::string::npos)
    return Outcome::of(Kind::delivered);
  return Outcome::of(Kind::permanent, fmt::format("answers {} without \"{}\": {}", reply.status,
                                                  success_contains, shown(reply.body)));
}

}  // namespace commune::notify
