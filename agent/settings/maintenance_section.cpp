#include "agent/settings/maintenance_section.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "core/model/text.hpp"
#include "core/runtime/calendar.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

constexpr std::string_view kTimeExample = "\"2026-12-01T08:00\"";

template <typename Id, typename Thing>
std::vector<Id> read_places(const TableReader& section, std::string_view key, std::string_view kind,
                            const std::vector<Entry<Thing>>& known) {
  std::vector<Id> ids;
  std::vector<std::string_view> candidates;
  for (const auto& entry : known)
    candidates.push_back(entry.thing.id.value);
  for (const std::string& id : section.texts(key).value_or(std::vector<std::string>{})) {
    if (std::find(candidates.begin(), candidates.end(), id) == candidates.end())
      section.error(key, fmt::format("{}: there is no {} \"{}\"{}", key, kind, printable(id),
                                     suggestion(id, candidates)));
    ids.push_back(Id{id});
  }
  return ids;
}

std::optional<LedgerTime> read_time(const TableReader& section, std::string_view key,
                                    const Calendar& calendar) {
  const Value* value = section.member(key, Need::required);
  if (value == nullptr) return std::nullopt;
  const bool written = value->kind == Value::Kind::text || value->kind == Value::Kind::date;
  if (written)
    if (const auto time = calendar.parse(value->text)) return *time;
  section.error(key, fmt::format("{} is {}; it must be a time such as {}", key,
                                 written ? "\"" + printable(value->text) + "\""
                                         : std::string(describe(value->kind)),
                                 kTimeExample));
  return std::nullopt;
}

std::string place_of(const Maintenance& work) {
  if (!work.sites.empty()) return work.sites.front().value;
  if (!work.villages.empty()) return work.villages.front().value;
  return "commune";
}

std::string unique_id(const Maintenance& work, std::set<std::string>& taken) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(work.start.time_since_epoch());
  const std::string id = fmt::format("config-{}-{}", place_of(work), seconds.count());
  std::string tried = id;
  for (int number = 2; !taken.insert(tried).second; ++number)
    tried = fmt::format("{}-{}", id, number);
  return tried;
}

}  // namespace

std::vector<Maintenance> read_maintenance_sections(const std::vector<TableReader>& sections,
                                                   const InventoryDraft& draft,
                                                   const std::string& timezone) {
  std::vector<Maintenance> all;
  if (sections.empty()) return all;
  const auto calendar = Calendar::in(timezone);
  if (!calendar) return all;  // The time zone is told to be wrong where it stands.
  std::set<std::string> taken;
  for (const TableReader& section : sections) {
    Maintenance work;
    work.sites = read_places<SiteId>(section, "sites", "site", draft.sites);
    work.villages = read_places<VillageId>(section, "villages", "village", draft.villages);
    const auto start = read_time(section, "start", *calendar);
    const auto end = read_time(section, "end", *calendar);
    assign(work.reason, section.text("reason"));
    if (!start || !end) continue;
    work.start = *start;
    work.end = *end;
    if (work.end <= work.start) section.error("end", "end is not after start");
    work.id = unique_id(work, taken);
    all.push_back(std::move(work));
  }
  std::sort(all.begin(), all.end(), [](const Maintenance& a, const Maintenance& b) {
    return std::tie(a.start, a.id) < std::tie(b.start, b.id);
  });
  return all;
}

}  // namespace commune::settings
