#include "agent/commands/generate_command.hpp"

#include <filesystem>
#include <optional>
#include <ostream>

#include "agent/commands/generate/alertmanager_file.hpp"
#include "agent/commands/generate/prometheus_targets.hpp"
#include "agent/commands/status_command.hpp"
#include "agent/settings/sections/probe_target.hpp"
#include "agent/settings/settings.hpp"
#include "core/model/text.hpp"

#include <fmt/ostream.h>

namespace commune {
namespace {

constexpr int kDone = 0;
constexpr int kBadConfiguration = 2;

// Reads neither the agent's nor notify's secrets: this machine may have none of them.
std::optional<settings::Settings> load(const GenerateArguments& arguments, std::ostream& err) {
  auto settings = settings::load_settings(arguments.config, settings::Program::none);
  if (settings) return std::move(*settings);
  for (const Error& error : settings.error())
    fmt::print(err, "{}\n", error.message());
  return std::nullopt;
}

bool listens_everywhere(const web::Options& web) {
  return web.listen->starts_with("0.0.0.0:") || web.listen->starts_with("[::]:");
}

std::string absolute(const std::string& path) {
  std::error_code error;
  const auto made = std::filesystem::absolute(path, error);
  return error ? path : made.lexically_normal().string();
}

std::string without_slashes_at_end(std::string url) {
  while (url.ends_with('/'))
    url.pop_back();
  return url;
}

/// The places that Alertmanager needs. Reports on `err` what is missing.
std::optional<AlertmanagerPlaces> places_of(const GenerateArguments& arguments,
                                            const settings::Settings& settings, std::ostream& err) {
  AlertmanagerPlaces places;
  const std::string& secret =
      arguments.secret_file.empty() ? settings.notify_secret_file : arguments.secret_file;
  if (secret.empty()) {
    fmt::print(err,
               "{}: [notify] secret is not in a file, but Alertmanager reads it from one: add "
               "--secret-file PATH\n",
               arguments.config);
    return std::nullopt;
  }
  places.notify_url = without_slashes_at_end(arguments.url);
  if (const auto mistake = settings::url_mistake(places.notify_url);
      !places.notify_url.empty() && !mistake.empty()) {
    fmt::print(err, "--url \"{}\" {}\n", printable(arguments.url), mistake);
    return std::nullopt;
  }
  if (places.notify_url.empty()) {
    places.notify_url = url_of(settings.notify_web);
    if (listens_everywhere(settings.notify_web))
      fmt::print(err,
                 "note: Alertmanager will reach notify at {}; if it runs on another machine, add "
                 "--url URL\n",
                 places.notify_url);
  }
  if (!settings.notify_web.tls.client_ca_file.empty())
    fmt::print(
        err,
        "note: [notify] web has a client_ca, but this file gives Alertmanager no certificate "
        "to show\n");
  places.secret_file = absolute(secret);
  if (!arguments.ca_file.empty()) places.ca_file = absolute(arguments.ca_file);
  places.heartbeat = settings.notify_heartbeat;
  return places;
}

}  // namespace

int run_generate_prometheus(const GenerateArguments& arguments, std::ostream& out,
                            std::ostream& err) {
  const auto settings = load(arguments, err);
  if (!settings) return kBadConfiguration;
  const Inventory& inventory = settings->inventory;
  const Site* vantage = inventory.find(inventory.vantage);
  if (vantage && vantage->agent.empty() && listens_everywhere(settings->web))
    fmt::print(
        err,
        "note: the agent at \"{}\" is scraped at {}; if Prometheus runs on another machine, write "
        "agent = \"HOST:PORT\" at that site\n",
        inventory.vantage.value, url_of(settings->web));
  out << prometheus_targets(inventory, url_of(settings->web));
  return kDone;
}

int run_generate_alertmanager(const GenerateArguments& arguments, std::ostream& out,
                              std::ostream& err) {
  const auto settings = load(arguments, err);
  if (!settings) return kBadConfiguration;
  if (!settings->notify) {
    fmt::print(err,
               "{}: there is no [notify] table with channels and recipients: add\n\n"
               "[notify]\nsecret = {{ file = \"/etc/commune-notify/secret\" }}\n"
               "default_contact = \"…\"  # the id of a [[contact]]\n\n"
               "[[notify.channel]]\nid = \"zalo\"\nkind = \"zalo\"\n"
               "token = {{ file = \"/etc/commune-notify/zalo-token\" }}\n\n"
               "All keys are in docs/configuration.md.\n",
               arguments.config);
    return kBadConfiguration;
  }
  const auto places = places_of(arguments, *settings, err);
  if (!places) return kBadConfiguration;
  out << alertmanager_file(*settings->notify, *places);
  return kDone;
}

}  // namespace commune
