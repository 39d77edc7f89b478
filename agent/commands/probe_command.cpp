#include "agent/commands/probe_command.hpp"

#include <optional>
#include <ostream>
#include <utility>

#include "agent/commands/probe_report.hpp"
#include "agent/commands/service_report.hpp"
#include "agent/run/configuration.hpp"
#include "agent/settings/profiles/profile_library.hpp"
#include "collectors/service/ask_once.hpp"
#include "collectors/snmp/snmp_collector.hpp"
#include "core/model/text.hpp"
#include "core/runtime/log.hpp"

namespace commune {
namespace {

// "10.77.1.2", "10.77.1.2:1161", "2001:db8::7", "[2001:db8::7]:1161", "ap-7.example:161".
Result<snmp::Target> target_at(const std::string& text, snmp::Target target) {
  target.device = DeviceId{text};
  target.address = text;
  const auto bracket = text.rfind("]:");
  const bool one_colon = text.find(':') != std::string::npos && text.find(':') == text.rfind(':');
  const auto colon = bracket != std::string::npos ? bracket + 1
                     : one_colon                  ? text.find(':')
                                                  : std::string::npos;
  if (colon != std::string::npos) {
    const std::string typed = text.substr(colon + 1);
    const auto port = parse_port(typed);
    if (!port) return fail(text, "\"{}\" is not a port (1 to 65535)", typed);
    target.port = *port;
    target.address = text.substr(0, colon);
  }
  if (target.address.starts_with('[') && target.address.ends_with(']'))
    target.address = target.address.substr(1, target.address.size() - 2);
  return target;
}

struct Plan {
  snmp::Target target;
  std::vector<snmp::ProfilePtr> profiles;
};

ResultOrErrors<Plan> plan_without_configuration(const std::string& device) {
  const std::vector<std::string> directories = {installed_profiles_directory()};
  auto profiles = settings::load_profiles(directories);
  if (!profiles) return tl::unexpected(std::move(profiles.error()));
  snmp::Target target;
  target.credentials.community = "public";
  auto found = target_at(device, std::move(target));
  if (!found) return tl::unexpected(std::vector{found.error()});
  return Plan{std::move(*found), std::move(*profiles)};
}

ResultOrErrors<Plan> plan_from_configuration(const ProbeArguments& arguments,
                                             ResultOrErrors<Configuration> configuration) {
  if (!configuration) return tl::unexpected(std::move(configuration.error()));
  const DeviceId id{arguments.device};
  for (auto& target : configuration->settings.snmp_targets)
    if (target.device == id) return Plan{std::move(target), std::move(configuration->profiles)};
  if (configuration->settings.inventory.find(id))
    return tl::unexpected(std::vector{
        Error{"device " + id.value,
              "this gateway does not poll it by SNMP (snmp = false, or not in [agent] polls)"}});
  if (!configuration->settings.snmp_defaults)
    return tl::unexpected(
        std::vector{Error{arguments.device,
                          "is neither a device nor a probe of the configuration, and "
                          "without [defaults.snmp] an address cannot be polled"}});
  auto target = target_at(arguments.device, *configuration->settings.snmp_defaults);
  if (!target) return tl::unexpected(std::vector{target.error()});
  return Plan{std::move(*target), std::move(configuration->profiles)};
}

/// The [[probe]] with that id; nullptr if there is none, or if a device has the same id.
const service::Probe* find_service(const Configuration& configuration, const std::string& id) {
  if (configuration.settings.inventory.find(DeviceId{id})) return nullptr;
  for (const service::Probe& probe : configuration.settings.services.probes)
    if (probe.id == id) return &probe;
  return nullptr;
}

int ask_service(const service::Probe& probe, bool json, std::ostream& out) {
  const service::Outcome outcome = service::ask_once(probe);
  if (json)
    print_service_json(probe, outcome, out);
  else
    print_service(probe, outcome, out);
  return outcome.ok() ? 0 : 1;
}

}  // namespace

int run_probe(const ProbeArguments& arguments, std::ostream& out, std::ostream& err) {
  set_up_log(LogLevel::warning);
  ResultOrErrors<Plan> plan;
  if (arguments.config.empty()) {
    plan = plan_without_configuration(arguments.device);
  } else {
    auto configuration = load_configuration(arguments.config);
    if (configuration)
      if (const auto* service = find_service(*configuration, arguments.device))
        return ask_service(*service, arguments.json, out);
    plan = plan_from_configuration(arguments, std::move(configuration));
  }
  if (!plan) {
    for (const auto& error : plan.error())
      err << error.message() << '\n';
    return 2;
  }
  if (!arguments.profile.empty()) plan->target.profile = arguments.profile;
  const auto readings = snmp::poll_once(plan->target, std::move(plan->profiles));
  if (!readings) {
    err << readings.error().message() << '\n';
    return 2;
  }
  if (arguments.json)
    print_probe_json(plan->target, *readings, out);
  else
    print_probe(plan->target, *readings, out);
  return readings->answered ? 0 : 1;
}

}  // namespace commune
