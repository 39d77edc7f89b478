#include "agent/settings/sections/maintenance_section.hpp"

#include <algorithm>
#include <ctime>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

/// A year outside of this range is a typing error.
constexpr LedgerTime kEarliest{Milliseconds(946'684'800'000)};  // 2000-01-01
constexpr LedgerTime kLatest{Milliseconds(4'102'444'800'000)};  // 2100-01-01

using Ids = std::vector<std::string_view>;

template <typename T>
Ids ids_of(const std::vector<Entry<T>>& entries) {
  Ids ids;
  for (const Entry<T>& entry : entries)
    ids.push_back(entry.thing.id.value);
  return ids;
}

/// `known`: the existing ids of this `kind`.
template <typename Id>
std::vector<Id> read_ids(const TableReader& table, std::string_view key, std::string_view kind,
                         const Ids& known) {
  std::vector<Id> ids;
  const Value* list = table.member(key);
  if (list == nullptr) return ids;
  if (list->kind != Value::Kind::array) {
    table.error(key, fmt::format("{} is {}; it must be a list of {} ids in square brackets", key,
                                 describe(list->kind), kind));
    return ids;
  }
  // An empty list is never meant as the whole commune.
  if (list->children.empty())
    table.error(key, fmt::format("{} is an empty list; name {} ids, or leave it out", key, kind));
  for (const Value& item : list->children) {
    auto text = table.text_of(item, key);
    if (!text) continue;
    if (std::find(known.begin(), known.end(), *text) == known.end())
      table.findings().error(item.place, fmt::format("{}: there is no {} \"{}\"{}", key, kind,
                                                     printable(*text), suggestion(*text, known)));
    else if (std::find(ids.begin(), ids.end(), Id{*text}) != ids.end())
      table.findings().error(item.place, fmt::format("{} names \"{}\" twice", key, *text));
    else
      ids.push_back(Id{*std::move(text)});
  }
  return ids;
}

/// A text or TOML's own date or time; without an offset it is the commune's local time.
std::optional<LedgerTime> read_time(const TableReader& table, std::string_view key,
                                    const Calendar* calendar) {
  const Value* value = table.member(key, Need::required);
  if (value == nullptr) return std::nullopt;
  if (value->kind != Value::Kind::text && value->kind != Value::Kind::date) {
    table.error(key, fmt::format("{} is {}; it must be a time such as \"2026-12-01 08:00\"", key,
                                 describe(value->kind)));
    return std::nullopt;
  }
  if (calendar == nullptr) return std::nullopt;
  const auto time = calendar->parse(value->text);
  if (!time) {
    table.error(key, fmt::format("{} {}", key, time.error().message()));
    return std::nullopt;
  }
  if (*time >= kEarliest && *time < kLatest) return *time;
  table.error(
      key, fmt::format("{} \"{}\" is not in the years 2000 to 2099", key, printable(value->text)));
  return std::nullopt;
}

std::string written(const TableReader& table, std::string_view key) {
  return printable(table.value().find(key)->text);
}

Maintenance read_maintenance(const TableReader& table, const Ids& sites, const Ids& villages,
                             const Calendar* calendar) {
  Maintenance work;
  assign(work.id, table.id("id"));
  work.sites = read_ids<SiteId>(table, "sites", "site", sites);
  work.villages = read_ids<VillageId>(table, "villages", "village", villages);
  const auto start = read_time(table, "start", calendar);
  const auto end = read_time(table, "end", calendar);
  if (start && end && *end <= *start)
    table.error("end", fmt::format("end \"{}\" is not after start \"{}\"", written(table, "end"),
                                   written(table, "start")));
  work.start = start.value_or(LedgerTime{});
  work.end = end.value_or(LedgerTime{});
  if (const auto reason = table.text("reason")) work.reason = printable(*reason);
  return work;
}

/// "config-20261201T010000Z-ca-nvh". Ids written by operators have no capitals, so they cannot be
/// equal.
std::string derived_id(const Maintenance& work) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(work.start).time_since_epoch().count();
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::string id = fmt::format("config-{:04}{:02}{:02}T{:02}{:02}{:02}Z", utc.tm_year + 1900,
                               utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
  if (!work.sites.empty())
    id += "-" + work.sites.front().value;
  else if (!work.villages.empty())
    id += "-" + work.villages.front().value;
  return id;
}

/// Gives an id to entries without one. The id depends only on their content, not on their position
/// or file.
void fill_ids(std::vector<Maintenance>& all) {
  std::sort(all.begin(), all.end(), [](const Maintenance& a, const Maintenance& b) {
    return std::tie(a.start, a.end, a.sites, a.villages, a.reason, a.id) <
           std::tie(b.start, b.end, b.sites, b.villages, b.reason, b.id);
  });
  std::set<std::string> taken;
  for (Maintenance& work : all) {
    if (!work.id.empty()) continue;
    const std::string id = derived_id(work);
    work.id = id;
    for (int number = 2; !taken.insert(work.id).second; ++number)
      work.id = fmt::format("{}-{}", id, number);
  }
}

}  // namespace

std::vector<Maintenance> read_maintenance_sections(const std::vector<TableReader>& tables,
                                                   const InventoryDraft& draft,
                                                   const Calendar* calendar) {
  const Ids sites = ids_of(draft.sites), villages = ids_of(draft.villages);
  std::vector<Maintenance> all;
  std::map<std::string, Place> places;
  for (const TableReader& table : tables) {
    Maintenance work = read_maintenance(table, sites, villages, calendar);
    if (!work.id.empty()) {
      const auto [earlier, added] = places.emplace(work.id, table.place("id"));
      if (!added)
        table.error("id", fmt::format("maintenance \"{}\" is already at {}", work.id,
                                      earlier->second.text()));
    }
    all.push_back(std::move(work));
  }
  fill_ids(all);
  std::sort(all.begin(), all.end(), [](const Maintenance& a, const Maintenance& b) {
    return std::tie(a.start, a.id) < std::tie(b.start, b.id);
  });
  return all;
}

}  // namespace commune::settings
