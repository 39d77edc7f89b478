#include "tests/simulator/snmp/mib_tree.hpp"

#include <algorithm>
#include <utility>

#include "tests/simulator/snmp/ber.hpp"

namespace commune::simulator {

MibTree::MibTree(std::vector<Row> rows) : rows_(std::move(rows)) {
  std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.oid < b.oid; });
  encoded_.reserve(rows_.size());
  for (const Row& row : rows_)
    encoded_.push_back(ber::encode_oid(row.oid));
}

std::size_t MibTree::at_or_after(const Oid& oid) const {
  const auto found = std::lower_bound(rows_.begin(), rows_.end(), oid,
                                      [](const Row& row, const Oid& o) { return row.oid < o; });
  return static_cast<std::size_t>(found - rows_.begin());
}

std::size_t MibTree::after(const Oid& oid) const {
  const std::size_t position = at_or_after(oid);
  return position < size() && rows_[position].oid == oid ? position + 1 : position;
}

std::size_t MibTree::find(const Oid& oid) const {
  const std::size_t position = at_or_after(oid);
  return position < size() && rows_[position].oid == oid ? position : size();
}

bool MibTree::has_below(const Oid& prefix) const {
  const std::size_t position = at_or_after(prefix);
  return position < size() && starts_with(rows_[position].oid, prefix);
}

MibTree MibTree::with(const std::vector<Row>& changes) const {
  std::vector<Row> rows = rows_;
  for (const Row& change : changes) {
    const auto same = std::find_if(rows.begin(), rows.end(),
                                   [&](const Row& row) { return row.oid == change.oid; });
    if (same == rows.end())
      rows.push_back(change);
    else
      *same = change;
  }
  return MibTree(std::move(rows));
}

MibTree MibTree::without(const std::vector<Oid>& gone) const {
  std::vector<Row> rows = rows_;
  std::erase_if(
      rows, [&](const Row& row) { return std::binary_search(gone.begin(), gone.end(), row.oid); });
  return MibTree(std::move(rows));
}

}  // namespace commune::simulator
