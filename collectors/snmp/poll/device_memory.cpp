#include "collectors/snmp/poll/device_memory.hpp"

#include <algorithm>
#include <utility>

namespace commune::snmp {
namespace {

bool asks_for_the_same(const Column& a, const Column& b) {
  return a.oid == b.oid && a.constant == b.constant;
}

// True when the memory of one is valid for the other: values are kept as sent, by column.
bool is_same_table(const Table& a, const Table& b) {
  return &a == &b || (a.name == b.name && a.scalar == b.scalar && a.optional == b.optional &&
                      std::ranges::equal(a.columns, b.columns, asks_for_the_same));
}

}  // namespace

void DeviceMemory::adopt(std::shared_ptr<const Reader> adopted) {
  reader = std::move(adopted);
  auto before = std::exchange(tables, {});
  for (const auto& table : reader->interpretation->profile().tables) {
    const auto known = std::ranges::find_if(before, [&](const TableMemory& memory) {
      return memory.table && is_same_table(*memory.table, *table);
    });
    tables.push_back(known == before.end() ? TableMemory() : std::exchange(*known, {}));
    tables.back().table = table;
    // Which columns are spare depends on the whole profile.
    tables.back().lean = false;
  }
}

}  // namespace commune::snmp
