#include "tests/simulator/fault_rows.hpp"

#include <optional>

namespace commune::simulator {
namespace {

// IF-MIB (RFC 2863).
const Oid kIfDescr{1, 3, 6, 1, 2, 1, 2, 2, 1, 2};
const Oid kIfOperStatus{1, 3, 6, 1, 2, 1, 2, 2, 1, 8};
const Oid kIfName{1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1};
constexpr std::uint64_t kDown = 2;

std::optional<std::uint32_t> index_of(const MibTree& tree, const Oid& column,
                                      const std::string& text) {
  for (std::size_t i = tree.at_or_after(column);
       i < tree.size() && starts_with(tree.row(i).oid, column); ++i)
    if (tree.row(i).value.bytes == text) return tree.row(i).oid.back();
  return std::nullopt;
}

Result<Row> down_row(const MibTree& tree, const std::string& interface) {
  auto index = index_of(tree, kIfName, interface);
  if (!index) index = index_of(tree, kIfDescr, interface);
  if (!index) return fail("", "no interface \"{}\" in its walk", interface);
  Oid oid = kIfOperStatus;
  oid.push_back(*index);
  return Row{std::move(oid), Value{ValueType::integer, kDown, {}}, {}, {}};
}

Result<void> add_fading(const Fault& fault, const MibTree& tree, SimTime began,
                        std::vector<Row>& rows) {
  const SimTime until = began + (fault.until.value_or(fault.at) - fault.at);
  for (const Oid& prefix : fault.oids) {
    const std::size_t before = rows.size();
    for (std::size_t i = tree.at_or_after(prefix);
         i < tree.size() && starts_with(tree.row(i).oid, prefix); ++i) {
      Row row = tree.row(i);
      if (row.value.type != ValueType::integer && row.value.type != ValueType::gauge32)
        return fail("", "{} is neither INTEGER nor GAUGE32 and cannot fade", to_string(row.oid));
      row.fade = Fade{began, until, fault.depth};
      rows.push_back(std::move(row));
    }
    if (rows.size() == before)
      return fail("", "no row at or below {} in its walk", to_string(prefix));
  }
  return {};
}

}  // namespace

Result<std::vector<Row>> rows_under(const Fault& fault, const MibTree& tree, SimTime began) {
  std::vector<Row> rows = fault.values;
  if (!fault.interface.empty()) {
    auto down = down_row(tree, fault.interface);
    if (!down) return tl::unexpected(down.error());
    rows.push_back(std::move(*down));
  }
  const auto added = add_fading(fault, tree, began, rows);
  if (!added) return tl::unexpected(added.error());
  return rows;
}

}  // namespace commune::simulator
