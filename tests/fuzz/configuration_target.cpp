// Any text as the files of a configuration: mistakes have their place, and what is read without one
// holds together.
#include <set>

#include "agent/settings/settings_reader.hpp"
#include "agent/settings/toml/toml_file.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/shipped.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/toml_check.hpp"

namespace commune::fuzz {
namespace {

using settings::Settings;

template <typename Thing>
auto ids_of(const std::vector<Thing>& things) {
  std::set<std::string> ids;
  for (const auto& thing : things) {
    require(!thing.id.empty(), "an empty id");
    require(ids.insert(thing.id.value).second, "two of id {}", thing.id.value);
  }
  return ids;
}

void check_inventory(const Inventory& inventory) {
  const auto villages = ids_of(inventory.villages), sites = ids_of(inventory.sites),
             devices = ids_of(inventory.devices), contacts = ids_of(inventory.contacts);
  ids_of(inventory.links);
  require(sites.contains(inventory.vantage.value), "the vantage is not a site");
  for (const Site& site : inventory.sites) {
    require(villages.contains(site.village.value), "site {} in no village", site.id.value);
    require(site.contact.empty() || contacts.contains(site.contact.value), "no such contact");
  }
  for (const Device& device : inventory.devices) {
    require(sites.contains(device.site.value), "device {} at no site", device.id.value);
    require(device.upstream.empty() || devices.contains(device.upstream.value), "no upstream");
    require(!device.address.empty(), "device {} without an address", device.id.value);
  }
  for (const Link& link : inventory.links)
    require(devices.contains(link.device.value), "link {} of no device", link.id.value);
}

void check_targets(const Settings& settings) {
  for (const auto& target : settings.snmp_targets) {
    require(settings.inventory.find(target.device) != nullptr, "a target that is not a device");
    require(target.timeout.count() > 0 && target.interval >= target.timeout, "no time to poll");
    require(target.retries >= 0 && target.port > 0, "{} retries", target.retries);
    require(target.max_repetitions >= 1 && target.max_repetitions <= 255, "{} repetitions",
            target.max_repetitions);
  }
  for (const auto& target : settings.icmp_targets) {
    require(settings.inventory.find(target.device) != nullptr, "a target that is not a device");
    require(target.timeout.count() > 0 && target.interval.count() > 0, "no time to ping");
  }
}

void check_history(const Settings& settings) {
  const history::Options& history = settings.history;
  require(!history.directory->empty(), "a history nowhere");
  require(history.quota_bytes >= 4U << 20, "a history of {} bytes", history.quota_bytes);
  require(history.commit_interval.count() >= 1'000, "no time between commits");
  std::set<std::string> ids;
  for (const Maintenance& work : settings.maintenance) {
    require(ids.insert(work.id).second, "two of maintenance {}", work.id);
    require(work.start < work.end, "maintenance {} ends before it starts", work.id);
  }
  for (const SiteId& site : settings.judged)
    require(settings.inventory.find(site) != nullptr, "{} is judged and no site", site.value);
}

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  const std::string input(bytes.begin(), bytes.end());
  const auto files = cut_into_files(input, "");
  std::vector<settings::Value> values;
  for (const NamedText& file : files) {
    auto value = settings::parse_toml(file.text, file.name);
    if (value)
      values.push_back(*std::move(value));
    else
      check_error(value.error(), files);
  }
  if (values.empty()) return;
  settings::Findings findings;
  const Settings settings = settings::read_settings(values, findings);
  const auto errors = findings.errors();
  for (const Error& error : errors)
    check_error(error, files);
  require(errors.empty() == (findings.count() == 0) || !errors.empty(),
          "a mistake is not reported");
  for (const Error& error : settings::unknown_profiles(settings, {"generic"}))
    check_error(error, files);
  if (!errors.empty()) return;
  check_inventory(settings.inventory);
  check_targets(settings);
  check_history(settings);
}

std::vector<std::string> seeds() {
  std::vector<std::string> made;
  for (const char* folder : {"config", "tests/scenarios/communes"})
    for (const auto& file : shipped_files(folder, ".toml"))
      made.push_back(contents_of(file));
  const std::string small =
      "[commune]\nname = \"Xa\"\n[agent]\nvantage = \"s\"\npolls = [\"all\"]\n"
      "web = { listen = \"127.0.0.1:10077\" }\n[[village]]\nid = \"v\"\nname = \"V\"\n";
  const std::string devices =
      "[[site]]\nid = \"s\"\nvillage = \"v\"\nname = \"S\"\nkind = \"office\"\n"
      "[[device]]\nid = \"d\"\nsite = \"s\"\nkind = \"switch\"\naddress = \"192.0.2.1\"\n"
      "snmp = { version = \"2c\", community = \"public\", interval = \"30s\" }\nicmp = {}\n";
  const std::string later =
      "[history]\nretention = \"30d\"\nquota = \"64MiB\"\ncommit_interval = \"5s\"\n"
      "[[maintenance]]\nsites = [\"s\"]\nstart = \"2026-12-01 08:00\"\nend = \"2026-12-02\"\n"
      "[[maintenance]]\nvillages = [\"v\"]\nreason = \"r\"\n"
      "start = 2026-12-01T08:00:00.5+07:00\nend = 2027-01-01\n";
  const std::string odd =
      "\"a\\u0007\" = 1\n[[contact]]\nid = \"c\\u001B[1m\"\nname = \"\\n\"\nphone = 1\n"
      "[thresholds]\n\"\\t\" = nan\nicmp_loss = inf\n";
  made.push_back(odd);
  made.push_back(small + devices);
  made.push_back(small + devices + later);
  made.push_back(small + "#file\n" + devices);
  return made;
}

}  // namespace commune::fuzz
