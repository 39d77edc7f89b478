#include "agent/settings/settings_reader.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "agent/settings/sections/capture_section.hpp"
#include "agent/settings/sections/history_section.hpp"
#include "agent/settings/sections/inventory_sections.hpp"
#include "agent/settings/sections/maintenance_section.hpp"
#include "agent/settings/sections/notify_section.hpp"
#include "agent/settings/sections/polling_sections.hpp"
#include "agent/settings/sections/probe_section.hpp"
#include "agent/settings/sections/references.hpp"
#include "agent/settings/sections/remote_write_section.hpp"
#include "agent/settings/sections/threshold_sections.hpp"
#include "agent/settings/sections/throughput_section.hpp"
#include "agent/settings/sections/trap_section.hpp"
#include "agent/settings/sections/web_section.hpp"
#include "agent/settings/toml/paths.hpp"
#include "core/model/text.hpp"
#include "core/time/calendar.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

constexpr std::array<Word<Language>, 2> kLanguages = {{{"vi", Language::vi}, {"en", Language::en}}};
constexpr std::array<Word<LogLevel>, 4> kLogLevels = {{{"debug", LogLevel::debug},
                                                       {"info", LogLevel::info},
                                                       {"warning", LogLevel::warning},
                                                       {"error", LogLevel::error}}};

/// Tables that only one file may have.
struct SingleTables {
  std::optional<TableReader> commune, agent, thresholds, history, snmp, icmp, notify;
};

/// Lists of tables that add up over all files.
struct ListedTables {
  std::vector<TableReader> maintenance, probes, captures, throughput_tests, remote_writes;
};

void append(std::vector<TableReader>& all, const std::vector<TableReader>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

void collect(const TableReader& root, ListedTables& tables) {
  append(tables.maintenance, root.tables("maintenance"));
  append(tables.probes, root.tables("probe"));
  append(tables.captures, root.tables("capture"));
  append(tables.throughput_tests, root.tables("throughput_test"));
  append(tables.remote_writes, root.tables("remote_write"));
}

void keep_only_one(std::optional<TableReader>& kept, std::optional<TableReader> found) {
  if (!found) return;
  if (!kept) {
    kept = std::move(found);
    return;
  }
  found->findings().error(
      found->place(), fmt::format("[{}] is already at {}", found->name(), kept->place().text()));
  found->members();  // Marks its keys as read, so that none is reported as unknown too.
}

void collect(const TableReader& root, SingleTables& tables) {
  keep_only_one(tables.commune, root.table("commune"));
  keep_only_one(tables.agent, root.table("agent"));
  keep_only_one(tables.thresholds, root.table("thresholds"));
  keep_only_one(tables.history, root.table("history"));
  keep_only_one(tables.notify, root.table("notify"));
  if (const auto defaults = root.table("defaults")) {
    keep_only_one(tables.snmp, defaults->table("snmp"));
    keep_only_one(tables.icmp, defaults->table("icmp"));
  }
}

void read_commune(const TableReader& table, Inventory& inventory) {
  assign(inventory.commune_name, table.text("name", Need::required));
  assign(inventory.language, table.choice<Language>("language", kLanguages));
  assign(inventory.timezone, table.text("timezone"));
}

/// Empty if the machine does not know the time zone. On a machine without any time zones that is
/// not a mistake unless a time is `needed`.
std::optional<Calendar> read_calendar(const TableReader& table, const std::string& timezone,
                                      bool needed) {
  static constexpr const char* kDatabase = "/usr/share/zoneinfo";
  const auto calendar = Calendar::in(timezone);
  if (calendar) return *calendar;
  std::error_code error;
  if (needed || std::filesystem::is_directory(kDatabase, error))
    table.error("timezone", fmt::format("timezone \"{}\" is not known to this machine; it must be "
                                        "a name such as \"Asia/Ho_Chi_Minh\"",
                                        printable(timezone)));
  return std::nullopt;
}

void check_vantage(const TableReader& table, const InventoryDraft& draft, const SiteId& vantage) {
  std::vector<std::string_view> sites;
  for (const auto& entry : draft.sites)
    sites.push_back(entry.thing.id.value);
  if (vantage.empty() || std::find(sites.begin(), sites.end(), vantage.value) != sites.end())
    return;
  table.error("vantage", fmt::format("vantage: there is no site \"{}\"{}", vantage.value,
                                     suggestion(vantage.value, sites)));
}

void read_agent(const TableReader& table, const InventoryDraft& draft, Settings& settings) {
  if (auto vantage = table.id("vantage", Need::required))
    settings.inventory.vantage.value = *std::move(vantage);
  check_vantage(table, draft, settings.inventory.vantage);
  settings.state_dir = read_state_dir(table, "/var/lib/commune-agent");
  assign(settings.log_level, table.choice<LogLevel>("log_level", kLogLevels));
  if (const auto profiles = table.text("profiles")) {
    settings.profiles_dir = beside(table.place(), *profiles);
    std::error_code error;
    if (!std::filesystem::is_directory(settings.profiles_dir, error))
      table.absent("profiles",
                   fmt::format("profiles: there is no directory {}", settings.profiles_dir));
  }
  if (const auto web = table.table("web")) {
    WebSection section = read_web_section(*web);
    settings.web = std::move(section.options);
    settings.web_insecure = section.insecure;
  }
  if (const auto traps = table.table("traps")) settings.traps = read_trap_section(*traps);
  settings.traps.engine_file =
      (std::filesystem::path(*settings.state_dir) / "snmp-engine").string();
}

template <typename T>
std::vector<T> things_of(const std::vector<Entry<T>>& entries) {
  std::vector<T> things;
  things.reserve(entries.size());
  for (const auto& entry : entries)
    things.push_back(entry.thing);
  return things;
}

void fill_inventory(const InventoryDraft& draft, Inventory& inventory) {
  inventory.villages = things_of(draft.villages);
  inventory.contacts = things_of(draft.contacts);
  inventory.sites = things_of(draft.sites);
  inventory.devices = things_of(draft.devices);
  inventory.links = things_of(draft.links);
}

// Wrong built-in defaults are reported for the configuration as a whole.
PollingDefaults read_defaults(const SingleTables& tables, const Place& whole) {
  PollingDefaults defaults;
  if (tables.snmp)
    defaults.snmp = read_snmp_section(*tables.snmp);
  else
    defaults.snmp.place = defaults.snmp.timing_place = whole;
  if (tables.icmp)
    defaults.icmp = read_icmp_section(*tables.icmp);
  else
    defaults.icmp.place = whole;
  return defaults;
}

}  // namespace

Settings read_settings(const std::vector<Value>& files, Findings& findings) {
  SingleTables tables;
  InventoryDraft draft;
  ListedTables lists;
  for (const Value& file : files) {
    const TableReader root(file, "", findings);
    collect(root, tables);
    read_inventory_sections(root, draft);
    collect(root, lists);
  }
  check_references(draft, findings);

  Settings settings;
  const Place whole{files.front().place.file};
  std::optional<Calendar> calendar;
  if (tables.commune) {
    read_commune(*tables.commune, settings.inventory);
    calendar =
        read_calendar(*tables.commune, settings.inventory.timezone, !lists.maintenance.empty());
  } else {
    findings.error(whole, "there is no [commune]");
  }
  if (tables.thresholds) settings.thresholds = read_thresholds(*tables.thresholds);
  if (tables.history) settings.history = read_history_section(*tables.history);
  fill_inventory(draft, settings.inventory);
  settings.maintenance =
      read_maintenance_sections(lists.maintenance, draft, calendar ? &*calendar : nullptr);
  std::vector<PollsEntry> polls;
  if (tables.agent) {
    read_agent(*tables.agent, draft, settings);
    polls = read_polls(*tables.agent);
  } else {
    findings.error(whole, "there is no [agent]");
  }
  settings.history.directory = settings.state_dir;
  settings.services = read_probe_sections(lists.probes);
  settings.capture = read_capture_sections(lists.captures);
  settings.throughput = read_throughput_sections(lists.throughput_tests, draft);
  settings.throughput.vantage = settings.inventory.vantage.value;
  settings.throughput.timezone = settings.inventory.timezone;
  settings.throughput.state_dir = settings.state_dir;
  settings.remote_write = read_remote_write_sections(lists.remote_writes);
  settings.remote_write.directory = settings.state_dir;
  settings.remote_write.instance = settings.inventory.vantage.value;
  settings.remote_write.commit_interval = settings.history.commit_interval;
  fill_targets(draft, read_defaults(tables, whole), polls, findings, settings);
  findings.begin_part(Program::notify);
  read_notify_section(tables.notify, draft, settings);
  return settings;
}

}  // namespace commune::settings
