// The compiled rules of one table, and the rows of a poll with their labels.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collectors/snmp/profile/fields.hpp"
#include "core/model/quantity.hpp"

namespace commune::snmp {

/// Which labels of the table a quantity shows: bit i stands for Table::labels[i].
using LabelMask = std::uint32_t;

/// A ReadingRule with its names resolved.
struct CompiledReading {
  const ReadingRule* rule = nullptr;
  const Quantity* quantity = nullptr;
  std::vector<Field> columns;
  std::optional<Formula> formula;
  std::vector<Filter> where;
  LabelMask labels = 0;
  double divisor = 0;   ///< Scales such as 0.01 are divisions: -2481 becomes -24.81, not
                        ///< -24.810000000000002. 0: multiply.
  bool shared = false;  ///< Another reading of the profile yields this quantity too.
};

struct CompiledTable {
  std::size_t position = 0;
  const Table* rule = nullptr;
  std::vector<std::vector<ResolvedOrigin>> labels;  ///< As Table::labels.
  std::vector<Filter> where;
  std::vector<Field> zeros;  ///< Table::absent_when_all_zero.
  std::vector<CompiledReading> readings;
};

/// Checks everything about the reading but its names.
Result<void> check_reading(const ReadingRule& rule);

/// Fails, naming the table, for names that resolve to nothing and rules that cannot work.
Result<CompiledTable> compile_table(const Profile& profile, const Fields& fields,
                                    std::size_t position);

/// A row that passed the filters, and the texts of its labels; empty: none.
struct NamedRow {
  RowRef row;
  std::vector<std::string> labels;
};

/// The rows of the poll that pass the table's filters, in MIB order.
std::vector<NamedRow> kept_rows(CompiledTable& table, const Rows& rows, Fields& fields);

/// The reading's value in its base unit, all rules of it applied; NaN: absent. `whole`: the table
/// was read to its end; else a counter's second column does not stand in for its first.
double reading_value(CompiledReading& reading, const RowRef& row, bool whole, Fields& fields);

/// The 32 bits of the counter where it is one that wraps.
std::optional<std::uint32_t> narrow_counter(const CompiledReading& reading, const RowRef& row,
                                            bool whole, const Fields& fields);

/// Whether the quantity can have this value at all.
bool plausible(const Quantity& quantity, double value);

/// Scale, conversion and plausible range, as applied to a raw value.
double finished_value(const CompiledReading& reading, double raw);

}  // namespace commune::snmp
