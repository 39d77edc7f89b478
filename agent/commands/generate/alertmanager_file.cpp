#include "agent/commands/generate/alertmanager_file.hpp"

#include <array>
#include <initializer_list>
#include <string_view>

#include "core/model/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace commune {
namespace {

using std::string_view;

// YAML's double-quoted scalars accept everything that JSON's strings contain: any letters, quotes,
// backslashes.
std::string yaml_text(string_view text) {
  return nlohmann::json(text).dump();
}

std::string matcher(string_view label, string_view op, string_view value) {
  return yaml_text(fmt::format("{}{}\"{}\"", label, op, value));
}

std::string receiver_of(const ContactId& contact) {
  return yaml_text("contact-" + contact.value);
}

std::string header(const notify::Options& options) {
  const std::string commune = printable(options.commune_name);
  return fmt::format(
      "# Alertmanager của {}: cảnh báo nào đến ai. Do commune-agent viết ra từ cấu hình của xã; "
      "đừng "
      "sửa tay, hãy sửa\n# cấu hình rồi viết lại:\n"
      "# Alertmanager of {}: which contact receives which alert. Generated from the commune's "
      "configuration; do not edit it.\n# Change the configuration and generate this file again:\n"
      "#   commune-agent generate alertmanager --config FILE > alertmanager.yml\n"
      "# Ban đêm: commune-agent notify giữ lại những gì không khẩn cấp. / At night notify holds "
      "back "
      "alerts that are not critical.\n",
      commune, commune);
}

/// One alert is one message, so each is a group of its own and is sent at once: an alert that
/// inhibits it comes seconds later in any case, and silences those after it. Its end is sent at the
/// next group_interval.
std::string route(const notify::Options& options, const AlertmanagerPlaces& places) {
  const std::string fallback = receiver_of(options.default_contact);
  std::string text = fmt::format(
      "route:\n"
      "  receiver: {}\n"
      "  group_by: [\"...\"]\n"
      "  group_wait: 0s\n"
      "  group_interval: 5s\n"
      "  repeat_interval: 4h\n"
      "  routes:\n"
      "    - matchers: [{}]\n"
      "      receiver: {}\n"
      "      group_wait: 0s\n"
      "      group_interval: 15s\n"
      "      repeat_interval: 1m\n"
      "    - matchers: [{}]\n"
      "      receiver: {}\n"
      "      active_time_intervals: [\"working-hours\"]\n",
      fallback, matcher("alertname", "=", "Watchdog"),
      yaml_text(places.heartbeat.empty() ? "nobody" : "heartbeat"),
      matcher("severity", "=", "info"), fallback);
  for (const notify::Recipient& recipient : options.recipients)
    if (!recipient.addresses.empty())
      text += fmt::format("    - matchers: [{}]\n      receiver: {}\n",
                          matcher("contact", "=", recipient.id.value), receiver_of(recipient.id));
  return text;
}

std::string working_hours(const notify::Options& options) {
  return fmt::format(
      "time_intervals:\n"
      "  - name: \"working-hours\"\n"
      "    time_intervals:\n"
      "      - location: {}\n"
      "        weekdays: [\"monday:friday\"]\n"
      "        times: [{{start_time: \"07:30\", end_time: \"17:00\"}}]\n",
      yaml_text(options.timezone));
}

struct Inhibition {
  string_view source;
  string_view target;
  string_view target_severity;  ///< Empty: any.
  std::initializer_list<string_view> equal;
};

/// A second safeguard: the rules themselves already give one alert for one root.
std::string inhibitions() {
  static const std::array<Inhibition, 3> kAll = {
      {{"CommuneOutage", "Outage", "", {}},
       {"AgentSilent", "Unmeasured", "", {"site"}},
       {"Flapping", "Outage", "warning", {"village", "site"}}}};
  std::string text =
      "# A label that is missing on both sides would count as equal, so it must exist.\n"
      "inhibit_rules:\n";
  for (const Inhibition& each : kAll) {
    std::string there, equal;
    for (const string_view label : each.equal) {
      there += ", " + matcher(label, "!=", "");
      equal += (equal.empty() ? "" : ", ") + yaml_text(label);
    }
    std::string target = matcher("alertname", "=", each.target);
    if (!each.target_severity.empty())
      target += ", " + matcher("severity", "=", each.target_severity);
    text += fmt::format("  - source_matchers: [{}{}]\n    target_matchers: [{}{}]\n",
                        matcher("alertname", "=", each.source), there, target, there);
    if (!equal.empty()) text += fmt::format("    equal: [{}]\n", equal);
  }
  return text;
}

std::string contact_receiver(const notify::Recipient& recipient, const AlertmanagerPlaces& places) {
  std::string text = fmt::format(
      "  - name: {}  # {}\n"
      "    webhook_configs:\n"
      "      - url: {}\n"
      "        send_resolved: true\n"
      "        http_config:\n"
      "          authorization: {{type: Bearer, credentials_file: {}}}\n",
      receiver_of(recipient.id), printable(recipient.name),
      yaml_text(places.notify_url + "/api/v1/alerts?contact=" + recipient.id.value),
      yaml_text(places.secret_file));
  if (!places.ca_file.empty())
    text += fmt::format("          tls_config: {{ca_file: {}}}\n", yaml_text(places.ca_file));
  return text;
}

std::string receivers(const notify::Options& options, const AlertmanagerPlaces& places) {
  std::string text = "receivers:\n";
  for (const notify::Recipient& recipient : options.recipients)
    if (!recipient.addresses.empty()) text += contact_receiver(recipient, places);
  if (places.heartbeat.empty())
    return text +
           "  # [notify] heartbeat: URL outside the commune that expects the watchdog; none is "
           "configured.\n"
           "  - name: \"nobody\"\n";
  // This URL is outside the commune, so it gets no secret.
  return text + fmt::format(
                    "  - name: \"heartbeat\"\n"
                    "    webhook_configs:\n"
                    "      - url: {}\n"
                    "        send_resolved: false\n",
                    yaml_text(places.heartbeat));
}

}  // namespace

std::string alertmanager_file(const notify::Options& options, const AlertmanagerPlaces& places) {
  return header(options) + "\n" + route(options, places) + "\n" + working_hours(options) + "\n" +
         inhibitions() + "\n" + receivers(options, places);
}

}  // namespace commune
