#include "agent/settings/sections/references.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

/// All entries of one kind, by id.
template <typename T>
class Index {
 public:
  Index(const std::vector<Entry<T>>& entries, std::string_view kind, Findings& findings)
      : kind_(kind), findings_(&findings) {
    for (const Entry<T>& entry : entries)
      add(entry);
  }

  const Entry<T>* find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
  }

  /// Reports a reference to an entry that does not exist. An empty one is not a reference.
  void resolve(const TableReader& table, std::string_view key, const std::string& id) const {
    if (id.empty() || find(id) != nullptr) return;
    table.error(key,
                fmt::format("{}: there is no {} \"{}\"{}", key, kind_, id, suggestion(id, ids_)));
  }

 private:
  void add(const Entry<T>& entry) {
    const std::string_view id = entry.thing.id.value;
    if (id.empty()) return;
    const auto [earlier, added] = by_id_.emplace(id, &entry);
    if (added)
      ids_.push_back(id);
    else
      findings_->error(entry.table.place("id"),
                       fmt::format("{} \"{}\" is already at {}", kind_, id,
                                   earlier->second->table.place("id").text()));
  }

  std::string_view kind_;
  Findings* findings_;
  std::unordered_map<std::string_view, const Entry<T>*> by_id_;
  std::vector<std::string_view> ids_;
};

// "a -> b -> a", if the way from `start` leads back to it; empty otherwise.
std::string cycle_from(const Entry<Device>& start, const Index<Device>& devices) {
  std::string path = start.thing.id.value;
  std::unordered_set<std::string_view> passed;
  for (const Entry<Device>* at = &start;;) {
    const std::string& upstream = at->thing.upstream.value;
    at = devices.find(upstream);
    if (at == nullptr || !passed.insert(upstream).second) return {};
    path += " -> " + upstream;
    if (at == &start) return path;
  }
}

void check_upstream_cycles(const InventoryDraft& draft, const Index<Device>& devices,
                           Findings& findings) {
  std::unordered_set<std::string_view> reported;
  for (const Entry<Device>& entry : draft.devices) {
    if (reported.contains(entry.thing.id.value)) continue;
    const std::string cycle = cycle_from(entry, devices);
    if (cycle.empty()) continue;
    findings.error(entry.table.place("upstream"), "upstream: devices form a circle: " + cycle);
    for (const Entry<Device>* at = &entry; reported.insert(at->thing.id.value).second;)
      at = devices.find(at->thing.upstream.value);
  }
}

}  // namespace

void check_references(const InventoryDraft& draft, Findings& findings) {
  const Index villages(draft.villages, "village", findings);
  const Index contacts(draft.contacts, "contact", findings);
  const Index sites(draft.sites, "site", findings);
  const Index devices(draft.devices, "device", findings);
  const Index links(draft.links, "link", findings);
  for (const auto& [site, table] : draft.sites) {
    villages.resolve(table, "village", site.village.value);
    contacts.resolve(table, "contact", site.contact.value);
  }
  for (const auto& [device, table] : draft.devices) {
    sites.resolve(table, "site", device.site.value);
    devices.resolve(table, "upstream", device.upstream.value);
  }
  for (const auto& [link, table] : draft.links) {
    sites.resolve(table, "site", link.site.value);
    devices.resolve(table, "device", link.device.value);
    devices.resolve(table, "towards", link.towards.value);
  }
  check_upstream_cycles(draft, devices, findings);
}

}  // namespace commune::settings
