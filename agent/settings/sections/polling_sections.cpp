#include "agent/settings/sections/polling_sections.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

constexpr std::string_view kAll = "all";
constexpr std::uint16_t kSnmpPort = 161;

/// The devices that `polls` names.
class Selection {
 public:
  Selection(const InventoryDraft& draft, const std::vector<PollsEntry>& polls, Findings& findings) {
    std::unordered_set<std::string_view> known = {kAll};
    for (const auto& entry : draft.villages)
      known.insert(entry.thing.id.value);
    for (const auto& entry : draft.devices)
      known.insert(entry.thing.id.value);
    for (const auto& entry : draft.sites) {
      known.insert(entry.thing.id.value);
      village_of_site_.emplace(entry.thing.id.value, entry.thing.village.value);
    }
    for (const auto& [id, place] : polls) {
      if (!known.contains(id)) {
        const std::vector<std::string_view> candidates(known.begin(), known.end());
        findings.error(place, fmt::format("polls: there is no village, site or device \"{}\"{}",
                                          printable(id), suggestion(id, candidates)));
      }
      named_.insert(id);
    }
  }

  bool has(const Device& device) const {
    return named_.contains(device.id.value) || has(device.site);
  }

  /// The site itself is named, whatever devices it has.
  bool has(const SiteId& site) const {
    if (named_.contains(kAll) || named_.contains(site.value)) return true;
    const auto village = village_of_site_.find(site.value);
    return village != village_of_site_.end() && named_.contains(village->second);
  }

 private:
  std::unordered_set<std::string_view> named_;
  std::unordered_map<std::string_view, std::string_view> village_of_site_;
};

/// What a device configures for one way to poll it: not at all, or a table over the defaults.
struct Own {
  bool polled = true;
  std::optional<TableReader> table;
};

Own read_own(const TableReader& device, std::string_view key) {
  const Value* value = device.member(key);
  if (value == nullptr) return {};
  if (value->kind == Value::Kind::boolean) return {value->boolean, std::nullopt};
  if (value->kind == Value::Kind::table) return {true, device.table(key)};
  device.error(key, fmt::format("{} is {}; it must be false, or a table such as {{ interval = "
                                "\"60s\" }}",
                                key, describe(value->kind)));
  return {};
}

/// Reports two devices that are the same SNMP agent: their figures would be counted twice.
class SnmpAddresses {
 public:
  explicit SnmpAddresses(Findings& findings) : findings_(&findings) {}

  void add(const Entry<Device>& device, const SnmpSection& section) {
    if (device.thing.address.empty()) return;
    const auto port = section.port.value_or(kSnmpPort);
    const std::string key = fmt::format("{} {} {}", device.thing.address, port,
                                        section.context.value_or(std::string()));
    const auto [earlier, added] = devices_.emplace(key, &device);
    if (!added)
      findings_->error(device.table.place("address"),
                       fmt::format("address \"{}\" with SNMP port {} is already that of device "
                                   "\"{}\" at {}",
                                   device.thing.address, port, earlier->second->thing.id.value,
                                   earlier->second->table.place("address").text()));
  }

 private:
  Findings* findings_;
  std::unordered_map<std::string, const Entry<Device>*> devices_;
};

SnmpSection snmp_section_of(const Own& own, const SnmpSection& defaults) {
  if (!own.table) return defaults;
  SnmpSection merged = laid_over(defaults, read_snmp_section(*own.table));
  check_version_keys(*own.table, merged.version.value_or(snmp::Version::v2c));
  return merged;
}

std::string read_profile(const TableReader& device, Settings& settings) {
  auto profile = device.id("profile").value_or("auto");
  if (profile != "auto")
    settings.profile_references.push_back({profile, device.place("profile").text()});
  return profile;
}

void add_snmp_target(const Device& device, const SnmpSection& section, std::string profile,
                     Secrets& secrets, Findings& findings, Settings& settings) {
  auto target = make_snmp_target(section, secrets, findings);
  if (!target) return;
  add_login(settings.snmp_logins, make_snmp_login(section, target->credentials));
  target->device = device.id;
  target->address = device.address;
  target->profile = std::move(profile);
  settings.snmp_targets.push_back(*std::move(target));
}

void add_icmp_target(const Device& device, const IcmpSection& section, Findings& findings,
                     Settings& settings) {
  icmp::Target target = make_icmp_target(section, findings);
  target.device = device.id;
  target.address = device.address;
  settings.icmp_targets.push_back(std::move(target));
}

void fill_judged(const InventoryDraft& draft, const Selection& selection, Settings& settings) {
  std::unordered_set<std::string_view> polled;
  for (const auto& entry : draft.devices)
    if (selection.has(entry.thing)) polled.insert(entry.thing.site.value);
  for (const auto& entry : draft.sites)
    if (selection.has(entry.thing.id) || polled.contains(entry.thing.id.value))
      settings.judged.push_back(entry.thing.id);
}

// Defaults that are not a complete target are not a mistake if every device has its own values.
void fill_defaults(const SnmpSection& defaults, Settings& settings) {
  Findings unsaid;
  Secrets secrets(unsaid);
  settings.snmp_defaults = make_snmp_target(defaults, secrets, unsaid);
  if (settings.snmp_defaults)
    add_login(settings.snmp_logins, make_snmp_login(defaults, settings.snmp_defaults->credentials));
}

}  // namespace

std::vector<PollsEntry> read_polls(const TableReader& agent) {
  const Value* polls = agent.member("polls");
  if (polls == nullptr) return {{std::string(kAll), agent.place()}};
  if (polls->kind != Value::Kind::array) {
    agent.error("polls", fmt::format("polls is {}; it must be a list such as [\"all\"]",
                                     describe(polls->kind)));
    return {};
  }
  std::vector<PollsEntry> entries;
  for (const Value& item : polls->children)
    if (auto id = agent.text_of(item, "polls")) entries.push_back({*std::move(id), item.place});
  return entries;
}

void fill_targets(const InventoryDraft& draft, const PollingDefaults& defaults,
                  const std::vector<PollsEntry>& polls, Findings& findings, Settings& settings) {
  const Selection selection(draft, polls, findings);
  SnmpAddresses addresses(findings);
  Secrets secrets(findings);
  if (findings.at_work()) fill_defaults(defaults.snmp, settings);
  fill_judged(draft, selection, settings);
  for (const Entry<Device>& entry : draft.devices) {
    const Own own_snmp = read_own(entry.table, "snmp");
    const Own own_icmp = read_own(entry.table, "icmp");
    const SnmpSection snmp = snmp_section_of(own_snmp, defaults.snmp);
    const IcmpSection icmp = own_icmp.table
                                 ? laid_over(defaults.icmp, read_icmp_section(*own_icmp.table))
                                 : defaults.icmp;
    std::string profile = read_profile(entry.table, settings);
    if (own_snmp.polled) addresses.add(entry, snmp);
    if (!selection.has(entry.thing)) continue;
    ++settings.polled_devices;
    if (own_snmp.polled)
      add_snmp_target(entry.thing, snmp, std::move(profile), secrets, findings, settings);
    if (own_icmp.polled) add_icmp_target(entry.thing, icmp, findings, settings);
  }
}

}  // namespace commune::settings
