// [[village]], [[site]], [[contact]], [[device]], [[link]]: each entry with the table it was read
// from, so that mistakes between entries can be reported with their place.
#pragma once

#include <vector>

#include "agent/settings/toml/toml_reader.hpp"
#include "core/model/inventory.hpp"

namespace commune::settings {

template <typename T>
struct Entry {
  T thing;
  TableReader table;
};

/// The inventory as it was read. An id or a reference that is invalid by itself is empty, and its
/// error has been reported.
struct InventoryDraft {
  std::vector<Entry<Village>> villages;
  std::vector<Entry<Contact>> contacts;
  std::vector<Entry<Site>> sites;
  std::vector<Entry<Device>> devices;
  std::vector<Entry<Link>> links;
};

/// Adds the entries of one file.
void read_inventory_sections(const TableReader& root, InventoryDraft& draft);

}  // namespace commune::settings
