#include "agent/commands/discover/discover_command.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <ostream>
#include <string_view>
#include <utility>

#include "agent/commands/discover/asked_ranges.hpp"
#include "agent/commands/discover/device_ids.hpp"
#include "agent/commands/discover/discovery.hpp"
#include "agent/commands/discover/next_hop.hpp"
#include "agent/commands/discover/proposal_json.hpp"
#include "agent/commands/discover/proposal_toml.hpp"
#include "agent/run/configuration.hpp"
#include "agent/settings/profiles/profile_library.hpp"
#include "core/model/text.hpp"
#include "core/runtime/log.hpp"

#include <fmt/ostream.h>
#include <unistd.h>

namespace commune {
namespace {

using discover::DiscoveryOutcome;
using discover::DiscoveryPlan;
using discover::Proposal;
using discover::ProposalFrame;
using settings::SnmpLogin;

constexpr int kDone = 0, kFailed = 1, kUsage = 2;
// The site for an output that is a configuration of its own.
constexpr const char* kPlaceholderSite = "office";

/// Everything known before the first packet.
struct Plan {
  DiscoveryPlan work;
  Inventory inventory;  ///< Empty without a configuration.
  ProposalFrame frame;
  discover::RootChoice root;
};

Result<SiteId> site_for(const DiscoverArguments& arguments, const Inventory& inventory) {
  if (arguments.config.empty()) {
    const std::string site = arguments.site.empty() ? kPlaceholderSite : arguments.site;
    if (discover::id_from(site) != site)
      return fail("--site", "\"{}\" is not an id (\"{}\" would be one)", printable(site),
                  discover::id_from(site));
    return SiteId{site};
  }
  const SiteId site = arguments.site.empty() ? inventory.vantage : SiteId{arguments.site};
  if (inventory.find(site)) return site;
  std::vector<std::string_view> sites;
  for (const Site& one : inventory.sites)
    sites.emplace_back(one.id.value);
  return fail("--site", "there is no site \"{}\" in the configuration{}", printable(site.value),
              suggestion(site.value, sites));
}

Result<discover::RootChoice> root_for(const DiscoverArguments& arguments) {
  if (arguments.root.empty()) return discover::RootChoice{discover::own_next_hop(), false};
  const auto address = numeric_address(arguments.root);
  if (!address) return fail("--root", "\"{}\" is not an IP address", printable(arguments.root));
  return discover::RootChoice{address, true};
}

// No login given or configured: try the factory setting of most devices.
ResultOrErrors<std::vector<SnmpLogin>> logins_for(const DiscoverArguments& arguments,
                                                  const std::vector<SnmpLogin>& configured) {
  discover::LoginFlags flags = arguments.logins;
  if (!flags.any() && configured.empty()) flags.communities = {"public"};
  auto logins = discover::logins_of(flags);
  if (!logins) return logins;
  for (const SnmpLogin& login : configured)
    add_login(*logins, login);
  return discover::in_order_of_trying(*logins);
}

std::optional<std::size_t> position_of(const std::vector<SnmpLogin>& logins,
                                       const snmp::Credentials& credentials) {
  for (std::size_t i = 0; i < logins.size(); ++i)
    if (logins[i].credentials == credentials) return i;
  return std::nullopt;
}

void plan_survey(const DiscoverArguments& arguments, std::vector<SnmpLogin> logins,
                 const std::optional<snmp::Target>& defaults, Plan& plan, std::ostream& err) {
  if (logins.size() > discover::kMostLogins) {
    fmt::print(err, "{} logins are too many tries for one device: only the first {} are tried\n",
               logins.size(), discover::kMostLogins);
    logins.resize(discover::kMostLogins);
  }
  auto& survey = plan.work.survey;
  for (const SnmpLogin& login : logins)
    survey.logins.push_back(login.credentials);
  if (defaults) {
    plan.frame.default_port = defaults->port;
    survey.timeout = defaults->timeout;
  }
  survey.port = arguments.port != 0 ? arguments.port : plan.frame.default_port;
  survey.parallel = arguments.parallel;
  survey.neighbours = arguments.lldp;
  plan.frame.port = survey.port;
  if (defaults) plan.frame.default_login = position_of(logins, defaults->credentials);
  plan.frame.logins = std::move(logins);
}

ResultOrErrors<Configuration> configuration_for(const DiscoverArguments& arguments) {
  if (!arguments.config.empty()) return load_configuration(arguments.config);
  const std::vector<std::string> directories = {installed_profiles_directory()};
  auto profiles = settings::load_profiles(directories);
  if (!profiles) return tl::unexpected(std::move(profiles.error()));
  return Configuration{{}, std::move(*profiles), std::make_shared<const Inventory>()};
}

ResultOrErrors<Plan> plan_for(const DiscoverArguments& arguments, std::ostream& err) {
  Plan plan;
  std::vector<Error> errors;
  const auto take_result = [&errors](auto& target, auto result) {
    if (result)
      target = std::move(*result);
    else if constexpr (std::is_same_v<decltype(result.error()), Error&>)
      errors.push_back(std::move(result.error()));
    else
      std::move(result.error().begin(), result.error().end(), std::back_inserter(errors));
  };
  take_result(plan.work.sweep.addresses, discover::asked_ranges(arguments.cidrs, arguments.large));
  take_result(plan.root, root_for(arguments));
  Configuration configuration;
  take_result(configuration, configuration_for(arguments));
  std::vector<SnmpLogin> logins;
  take_result(logins, logins_for(arguments, configuration.settings.snmp_logins));
  if (errors.empty())
    take_result(plan.frame.site, site_for(arguments, configuration.settings.inventory));
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  plan.work.sweep.per_second = arguments.rate;
  plan.work.silent_too = arguments.all;
  plan.work.survey.profiles = std::move(configuration.profiles);
  plan_survey(arguments, std::move(logins), configuration.settings.snmp_defaults, plan, err);
  plan.inventory = std::move(configuration.settings.inventory);
  plan.frame.asked = arguments.cidrs;
  plan.frame.with_site = arguments.config.empty();
  return plan;
}

bool redraws() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && terminal && std::string_view(terminal) != "dumb";
}

void print_summary(const Proposal& proposal, const Plan& plan, const DiscoveryOutcome& outcome,
                   std::ostream& err) {
  const auto count = [&](auto holds) {
    return std::count_if(proposal.devices.begin(), proposal.devices.end(), holds);
  };
  fmt::print(err, "{}: {} of {} addresses answer, {} identified by SNMP, {} already known\n",
             outcome.complete ? "done" : "interrupted", proposal.devices.size(),
             plan.work.sweep.addresses.size(),
             count([](const auto& device) { return device.found.login.has_value(); }),
             count([](const auto& device) { return device.known; }));
  if (!outcome.send_failure.empty())
    fmt::print(err, "{} pings could not be sent: {}\n", outcome.nothing_sent ? "the" : "some",
               outcome.send_failure);
}

}  // namespace

int run_discover(const DiscoverArguments& arguments, std::ostream& out, std::ostream& err) {
  set_up_log(LogLevel::warning);
  auto plan = plan_for(arguments, err);
  if (!plan) {
    for (const Error& error : plan.error())
      err << error.message() << '\n';
    return kUsage;
  }
  ProgressLine progress(err, redraws());
  auto outcome = discover::Discovery(plan->work, progress).run();
  if (!outcome) {
    err << outcome.error().message() << '\n';
    return kFailed;
  }
  const Proposal proposal =
      discover::propose(std::move(outcome->found), plan->inventory, arguments.lldp, plan->root);
  ProposalFrame& frame = plan->frame;
  frame.complete = outcome->complete;
  if (frame.with_site) frame.default_login = most_used_login(proposal, frame.logins.size());
  if (arguments.json)
    print_proposal_json(proposal, frame, out);
  else
    print_proposal(proposal, frame, out);
  out.flush();
  print_summary(proposal, *plan, *outcome, err);
  const bool in_vain = outcome->nothing_sent && proposal.devices.empty();
  return outcome->complete && !in_vain ? kDone : kFailed;
}

}  // namespace commune
