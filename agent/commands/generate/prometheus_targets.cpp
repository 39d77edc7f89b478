#include "agent/commands/generate/prometheus_targets.hpp"

#include <nlohmann/json.hpp>

namespace commune {
namespace {

using Json = nlohmann::ordered_json;

Json group_of(const SiteId& site, std::string_view agent) {
  static constexpr std::string_view kHttp = "http://", kHttps = "https://";
  const bool tls = agent.starts_with(kHttps);
  if (tls) agent.remove_prefix(kHttps.size());
  if (agent.starts_with(kHttp)) agent.remove_prefix(kHttp.size());
  Json group = {{"targets", Json::array({std::string(agent)})},
                {"labels", {{"agent", site.value}}}};
  if (tls) group["labels"]["__scheme__"] = "https";
  return group;
}

}  // namespace

std::string prometheus_targets(const Inventory& inventory, std::string_view own) {
  Json groups = Json::array();
  for (const Site& site : inventory.sites) {
    if (!site.agent.empty())
      groups.push_back(group_of(site.id, site.agent));
    else if (site.id == inventory.vantage)
      groups.push_back(group_of(site.id, own));
  }
  return groups.dump(2) + "\n";
}

}  // namespace commune
