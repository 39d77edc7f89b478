#include "tests/simulator/scenario/fault_rows.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace commune::simulator {
namespace {

// IF-MIB (RFC 2863).
const Oid kIfEntry{1, 3, 6, 1, 2, 1, 2, 2, 1};
const Oid kIfXEntry{1, 3, 6, 1, 2, 1, 31, 1, 1, 1};
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

Result<std::uint32_t> index_of(const MibTree& tree, const std::string& interface) {
  auto index = index_of(tree, kIfName, interface);
  if (!index) index = index_of(tree, kIfDescr, interface);
  if (!index) return fail("", "no interface \"{}\" in its walk", interface);
  return *index;
}

Row down_row(std::uint32_t index) {
  Oid oid = kIfOperStatus;
  oid.push_back(index);
  return Row{std::move(oid), Value{ValueType::integer, kDown, {}}, {}, {}};
}

// IF-MIB rows of the interface, and all at or below the fault's OIDs.
std::vector<Oid> vanished(const Fault& fault, const MibTree& tree,
                          std::optional<std::uint32_t> index) {
  std::vector<Oid> oids;
  for (std::size_t i = 0; i < tree.size(); ++i) {
    const Oid& oid = tree.row(i).oid;
    const bool is_interface = index && oid.back() == *index &&
                              (starts_with(oid, kIfEntry) || starts_with(oid, kIfXEntry));
    const bool is_named = std::any_of(fault.oids.begin(), fault.oids.end(),
                                      [&](const Oid& prefix) { return starts_with(oid, prefix); });
    if (is_interface || is_named) oids.push_back(oid);
  }
  return oids;
}

tl::unexpected<Error> no_row(const Oid& prefix) {
  return fail("", "no row at or below {} in its walk", to_string(prefix));
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
    if (rows.size() == before) return no_row(prefix);
  }
  return {};
}

}  // namespace

Result<MibTree> tree_under(const Fault& fault, const MibTree& tree, SimTime began) {
  std::optional<std::uint32_t> index;
  if (!fault.interface.empty()) {
    const auto found = index_of(tree, fault.interface);
    if (!found) return tl::unexpected(found.error());
    index = *found;
  }
  if (fault.kind == FaultKind::vanish) {
    for (const Oid& prefix : fault.oids)
      if (!tree.has_below(prefix)) return no_row(prefix);
    return tree.without(vanished(fault, tree, index));
  }
  std::vector<Row> rows = fault.values;
  if (index) rows.push_back(down_row(*index));
  const auto added = add_fading(fault, tree, began, rows);
  if (!added) return tl::unexpected(added.error());
  return tree.with(rows);
}

bool changes_rows(const Fault& fault) {
  return !fault.values.empty() || !fault.interface.empty() || !fault.oids.empty();
}

}  // namespace commune::simulator
