// Fields of a profile's tables: columns, index parts, joined and computed values, with their names
// resolved to positions. Reads their values from a poll.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "collectors/snmp/profile/expression.hpp"
#include "collectors/snmp/profile/polled_table.hpp"
#include "collectors/snmp/profile/profile.hpp"

namespace commune::snmp {

struct Field {
  enum class Kind : std::uint8_t { column, index_part, joined, computed };
  Kind kind = Kind::column;
  std::size_t position = 0;  ///< In its table's list of that kind.
  friend bool operator==(const Field&, const Field&) = default;
};

/// A row of the current poll.
struct RowRef {
  std::size_t table = 0;
  const Oid* index = nullptr;  ///< nullptr: no row, as where a device's identity is looked up.
  const Row* row = nullptr;
};

/// A RowFilter whose field is known.
struct Filter {
  Field field;
  const RowFilter* rule = nullptr;
};

/// An Origin with its names resolved, and the rows that it found in this poll.
struct ResolvedOrigin {
  struct Piece {
    std::string before;          ///< Fixed text in front of the field.
    std::optional<Field> field;  ///< Empty at the end of the text.
  };
  const Origin* rule = nullptr;
  std::vector<Piece> pieces;  ///< The parts of Origin::text.
  std::size_t table = 0;      ///< The table of `field`.
  Field field;
  std::vector<Field> key;
  std::optional<Field> by, climb;
  std::vector<Filter> where;

  std::uint64_t poll = 0;                         ///< The poll that the memo below belongs to.
  std::optional<RowRef> first;                    ///< The first row that passes `where`.
  std::unordered_map<std::string, RowRef> known;  ///< Rows by the text of `by`.
  std::unordered_map<std::string, std::size_t> counts;  ///< How many there are of each.
};

/// An expression and the fields that are its operands.
struct Formula {
  Expression expression;
  std::vector<Field> fields;
  std::vector<double> operands;
};

/// The fields of all tables of one profile. Not thread-safe; the profile outlives it.
class Fields {
 public:
  /// Fails for a name that resolves to nothing, an expression that does not parse, or fields that
  /// are made of one another in a circle.
  static Result<Fields> compile(const Profile& profile);

  /// For labels, filters and readings. `table` is the position of the table that they belong to, or
  /// kNoTable for a device's identity.
  static constexpr std::size_t kNoTable = static_cast<std::size_t>(-1);
  Result<Field> find(std::size_t table, std::string_view name) const;
  Result<Filter> compile_filter(std::size_t table, const RowFilter& rule) const;
  Result<std::vector<Filter>> compile_filters(std::size_t table,
                                              const std::vector<RowFilter>& rules) const;
  Result<std::vector<ResolvedOrigin>> compile_origins(std::size_t table,
                                                      const std::vector<Origin>& origins) const;
  Result<Formula> compile_formula(std::size_t table, std::string_view expression) const;

  /// The functions below read this poll from now on.
  void begin(const PolledDevice& poll);

  const Value* value(const RowRef& row, Field field) const;  ///< Columns; nullptr for others.
  double number(const RowRef& row, Field field);             ///< NaN: none.
  std::string text(const RowRef& row, Field field);          ///< Empty: none.
  double number(const RowRef& row, std::vector<ResolvedOrigin>& resolved_origins);
  std::string text(const RowRef& row, std::vector<ResolvedOrigin>& resolved_origins);
  double number(const RowRef& row, Formula& formula);
  bool passes(const RowRef& row, const std::vector<Filter>& filters);

 private:
  struct Joined {
    std::vector<ResolvedOrigin> resolved_origins;
  };
  struct TableFields {
    const Table* rule = nullptr;
    std::vector<IndexPart> index;
    std::vector<Joined> joined;
    std::vector<Formula> computed;
  };

  Result<std::size_t> find_table(std::string_view name) const;
  Result<ResolvedOrigin> compile_origin(std::size_t table, const Origin& origin) const;
  Result<std::vector<ResolvedOrigin::Piece>> compile_text(std::size_t table,
                                                          std::string_view text) const;
  Result<void> check_circles() const;

  double column_number(const Column& column, const Value& value) const;
  std::string column_text(const Column& column, const Value& value) const;
  double index_number(const RowRef& row, std::size_t position) const;
  std::string piece_text(const RowRef& row, const ResolvedOrigin& resolved);
  std::string origin_text(const RowRef& row, ResolvedOrigin& resolved);
  double origin_number(const RowRef& row, ResolvedOrigin& resolved);
  double row_count(const RowRef& from, ResolvedOrigin& resolved);
  std::optional<RowRef> find_row(const RowRef& from, ResolvedOrigin& resolved);
  std::optional<Oid> key_index(const RowRef& from, const ResolvedOrigin& resolved);
  std::optional<RowRef> row_by_key(const RowRef& from, const ResolvedOrigin& resolved);
  std::optional<RowRef> row_by_text(const RowRef& from, ResolvedOrigin& resolved);
  void know_rows_by_text(ResolvedOrigin& resolved);
  std::optional<RowRef> first_row(ResolvedOrigin& resolved);
  std::optional<RowRef> next_up(const RowRef& row, const ResolvedOrigin& resolved);
  std::optional<RowRef> row_at(std::size_t table, const Oid& index) const;

  const Profile* profile_ = nullptr;
  std::vector<TableFields> tables_;
  const PolledDevice* poll_ = nullptr;
  std::uint64_t polls_ = 0;
};

}  // namespace commune::snmp
