#include "exporters/notify/webhook.hpp"

#include <charconv>

#include "core/model/text.hpp"

#include <nlohmann/json.hpp>

namespace commune::notify {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestShown = 60, kLongestName = 128, kLongestText = 8192;
constexpr int kDeepest = 16;
constexpr const char* kWhere = "webhook";

std::string shown(const json& value) {
  return printable(value.dump(-1, ' ', false, json::error_handler_t::replace))
      .substr(0, kLongestShown);
}

/// Whether lists and objects lie in one another deeper than any webhook's: the JSON library goes
/// down such a ladder by recursion.
bool is_too_deep(std::string_view body) {
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
      continue;
    }
    if (c == '"') in_text = true;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kDeepest) return true;
  }
  return false;
}

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > kLongestName) return false;
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  if (!letter(text[0])) return false;
  for (const char c : text)
    if (!letter(c) && !(c >= '0' && c <= '9')) return false;
  return true;
}

/// No longer than a text may be, and no half letter at its end.
std::string_view bounded(std::string_view text) {
  if (text.size() <= kLongestText) return text;
  std::size_t end = kLongestText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return text.substr(0, end);
}

/// `labels` stay as sent, since they are the fault's identity; annotations become one line each.
Result<Texts> read_texts(const json& alert, const char* name, bool as_sent, std::size_t index) {
  Texts texts;
  const auto found = alert.find(name);
  if (found == alert.end() || found->is_null()) return texts;
  if (!found->is_object())
    return fail(kWhere, "alerts[{}].{}: {} is not an object", index, name, shown(*found));
  for (const auto& [key, value] : found->items()) {
    if (!is_name(key))
      return fail(kWhere, "alerts[{}].{}: {} is not a name", index, name, shown(json(key)));
    if (!value.is_string())
      return fail(kWhere, "alerts[{}].{}.{}: {} is not a string", index, name, key, shown(value));
    const std::string_view text = bounded(value.get_ref<const std::string&>());
    texts.emplace(key, as_sent ? std::string(text) : printable(text));
  }
  return texts;
}

Result<LedgerTime> read_time_of(const json& alert, const char* name, std::size_t index) {
  const json value = alert.value(name, json());
  if (value.is_string())
    if (const auto time = read_time(value.get_ref<const std::string&>())) return *time;
  return fail(kWhere, "alerts[{}].{}: {} is not a time (2026-11-25T07:05:00Z)", index, name,
              shown(value));
}

Result<Alert> read_alert(const json& value, std::size_t index) {
  if (!value.is_object())
    return fail(kWhere, "alerts[{}]: {} is not an object", index, shown(value));
  Alert alert;
  const json status = value.value("status", json());
  if (status != "firing" && status != "resolved")
    return fail(kWhere, "alerts[{}].status: {} is neither firing nor resolved", index,
                shown(status));
  alert.firing = status == "firing";
  auto labels = read_texts(value, "labels", true, index);
  if (!labels) return tl::unexpected(labels.error());
  alert.labels = std::move(*labels);
  if (alert.label("alertname").empty())
    return fail(kWhere, "alerts[{}].labels: there is no alertname", index);
  auto annotations = read_texts(value, "annotations", false, index);
  if (!annotations) return tl::unexpected(annotations.error());
  alert.annotations = std::move(*annotations);
  const auto starts = read_time_of(value, "startsAt", index);
  if (!starts) return tl::unexpected(starts.error());
  alert.starts = *starts;
  if (!alert.firing) {
    const auto ends = read_time_of(value, "endsAt", index);
    if (!ends) return tl::unexpected(ends.error());
    alert.ends = *ends;
  }
  if (const auto print = value.find("fingerprint"); print != value.end() && print->is_string())
    alert.fingerprint = print->get<std::string>();
  return alert;
}

/// `digits` digits at the front of `text`, taken off it.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return {};
  int number = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return {};
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return number;
}

bool skip_char(std::string_view& text, char c) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_days> take_day(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !skip_char(text, '-')) return {};
  const auto month = take_number(text, 2);
  if (!month || !skip_char(text, '-')) return {};
  const auto day = take_number(text, 2);
  if (!day) return {};
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return {};
  return std::chrono::sys_days(date);
}

std::optional<Milliseconds> take_clock(std::string_view& text) {
  const auto hours = take_number(text, 2);
  if (!hours || *hours > 23 || !skip_char(text, ':')) return {};
  const auto minutes = take_number(text, 2);
  if (!minutes || *minutes > 59 || !skip_char(text, ':')) return {};
  const auto seconds = take_number(text, 2);
  if (!seconds || *seconds > 60) return {};
  Milliseconds time =
      std::chrono::hours(*hours) + std::chrono::minutes(*minutes) + std::chrono::seconds(*seconds);
  if (!skip_char(text, '.')) return time;
  int worth = 100;
  while (const auto digit = take_number(text, 1)) {
    time += Milliseconds(*digit * worth);
    worth /= 10;
  }
  return time;
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (skip_char(text, 'Z')) return std::chrono::minutes(0);
  const bool east = skip_char(text, '+');
  if (!east && !skip_char(text, '-')) return {};
  const auto hours = take_number(text, 2);
  if (!hours || !skip_char(text, ':')) return {};
  const auto minutes = take_number(text, 2);
  if (!minutes) return {};
  return std::chrono::minutes((east ? 1 : -1) * (*hours * 60 + *minutes));
}

}  // namespace

std::optional<LedgerTime> read_time(std::string_view text) {
  const auto day = take_day(text);
  if (!day || !skip_char(text, 'T')) return {};
  const auto clock = take_clock(text);
  if (!clock) return {};
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return {};
  return LedgerTime(day->time_since_epoch() + *clock - *offset);
}

Result<Webhook> read_webhook(std::string_view body) {
  if (body.size() > kLongestWebhook)
    return fail(kWhere, "{} bytes, {} at most", body.size(), kLongestWebhook);
  if (is_too_deep(body)) return fail(kWhere, "objects lie in one another too deep");
  const json root = json::parse(body, nullptr, false);
  if (root.is_discarded()) return fail(kWhere, "this is not JSON");
  if (!root.is_object()) return fail(kWhere, "{} is not an object", shown(root));
  if (const json version = root.value("version", json()); version != "4")
    return fail(kWhere, "version: {} is not \"4\", which Alertmanager sends", shown(version));
  const auto alerts = root.find("alerts");
  if (alerts == root.end() || !alerts->is_array()) return fail(kWhere, "alerts: there is no list");
  Webhook webhook;
  if (const json left_out = root.value("truncatedAlerts", json()); left_out.is_number_unsigned())
    webhook.left_out = left_out.get<std::size_t>();
  for (const json& value : *alerts) {
    auto alert = read_alert(value, webhook.alerts.size());
    if (!alert) return tl::unexpected(alert.error());
    webhook.alerts.push_back(std::move(*alert));
  }
  return webhook;
}

}  // namespace commune::notify
