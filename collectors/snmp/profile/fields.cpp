#include "collectors/snmp/profile/fields.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "collectors/snmp/profile/number_text.hpp"
#include "collectors/snmp/profile/row_index.hpp"

namespace commune::snmp {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr int kMostSteps = 16;  // ENTITY-MIB trees are four to six deep.

double parsed(const std::string& text, NumberFrom from) {
  const auto number = from == NumberFrom::brackets ? bracketed_number(text) : leading_number(text);
  return number.value_or(kNone);
}

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool sentinel(const Column& column, double number) {
  return std::find(column.invalid.begin(), column.invalid.end(), number) != column.invalid.end();
}

// The replacements and the extraction that an origin asks for.
std::string reworked(std::string text, const Origin& rule) {
  if (rule.extract) text = extracted(text, *rule.extract).value_or("");
  const auto known = rule.values.find(text);
  return known == rule.values.end() ? text : known->second;
}

bool starts_with(const Oid& index, std::span<const std::uint32_t> beginning) {
  return index.size() >= beginning.size() &&
         std::equal(beginning.begin(), beginning.end(), index.numbers().begin());
}

}  // namespace

void Fields::begin(const PolledDevice& poll) {
  poll_ = &poll;
  ++polls_;
}

const Value* Fields::value(const RowRef& row, Field field) const {
  if (field.kind != Field::Kind::column || field.position >= row.row->size()) return nullptr;
  return &(*row.row)[field.position];
}

double Fields::column_number(const Column& column, const Value& value) const {
  double number = kNone;
  if (column.extract || !column.values.empty()) {
    const std::string text = column_text(column, value);
    if (text.empty()) return kNone;
    if (column.values.empty()) {
      number = parsed(text, column.number);
    } else if (const auto known = column.values.find(text); known != column.values.end()) {
      return known->second;
    }
  } else if (const auto* integer = std::get_if<Integer>(&value)) {
    number = as_double(*integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    number = *real;
  } else if (const auto* octets = std::get_if<std::string>(&value)) {
    number = parsed(*octets, column.number);
  }
  return sentinel(column, number) ? kNone : number;
}

std::string Fields::column_text(const Column& column, const Value& value) const {
  if (const auto* integer = std::get_if<Integer>(&value);
      integer && sentinel(column, as_double(*integer)))
    return {};
  std::string text = shown(value, column.show);
  if (column.extract) text = extracted(text, *column.extract).value_or("");
  return text;
}

double Fields::index_number(const RowRef& row, std::size_t position) const {
  const auto& parts = tables_[row.table].index;
  const auto slice = index_slice(parts, *row.index, position);
  if (!slice) return kNone;
  if (slice->size() == 1) return slice->front();
  return parsed(index_text(parts[position], *slice), NumberFrom::automatic);
}

double Fields::number(const RowRef& row, Field field) {
  TableFields& table = tables_[row.table];
  switch (field.kind) {
    case Field::Kind::column: {
      const Value* held = value(row, field);
      return held ? column_number(table.rule->columns[field.position], *held) : kNone;
    }
    case Field::Kind::index_part:
      return index_number(row, field.position);
    case Field::Kind::joined:
      return number(row, table.joined[field.position].resolved_origins);
    case Field::Kind::computed:
      return number(row, table.computed[field.position]);
  }
  return kNone;
}

std::string Fields::text(const RowRef& row, Field field) {
  TableFields& table = tables_[row.table];
  switch (field.kind) {
    case Field::Kind::column: {
      const Value* held = value(row, field);
      return held ? column_text(table.rule->columns[field.position], *held) : std::string();
    }
    case Field::Kind::index_part: {
      const auto slice = index_slice(table.index, *row.index, field.position);
      return slice ? index_text(table.index[field.position], *slice) : std::string();
    }
    case Field::Kind::joined:
      return text(row, table.joined[field.position].resolved_origins);
    case Field::Kind::computed: {
      const double value = number(row, table.computed[field.position]);
      return std::isnan(value) ? std::string() : number_text(value);
    }
  }
  return {};
}

double Fields::number(const RowRef& row, Formula& formula) {
  for (std::size_t i = 0; i < formula.fields.size(); ++i)
    formula.operands[i] = number(row, formula.fields[i]);
  return formula.expression.evaluate(formula.operands);
}

double Fields::number(const RowRef& row, std::vector<ResolvedOrigin>& resolved_origins) {
  for (ResolvedOrigin& resolved : resolved_origins)
    if (const double value = origin_number(row, resolved); !std::isnan(value)) return value;
  return kNone;
}

std::string Fields::text(const RowRef& row, std::vector<ResolvedOrigin>& resolved_origins) {
  for (ResolvedOrigin& resolved : resolved_origins)
    if (std::string text = origin_text(row, resolved); !text.empty()) return text;
  return {};
}

bool Fields::passes(const RowRef& row, const std::vector<Filter>& filters) {
  return std::all_of(filters.begin(), filters.end(), [&](const Filter& filter) {
    const RowFilter& rule = *filter.rule;
    const std::string value = text(row, filter.field);
    if (rule.present && *rule.present == value.empty()) return false;
    if (!rule.is.empty() && !contains(rule.is, value)) return false;
    if (contains(rule.is_not, value)) return false;
    return !rule.matches || found_in(value, *rule.matches);
  });
}

std::string Fields::piece_text(const RowRef& row, const ResolvedOrigin& resolved) {
  std::string whole;
  for (const auto& piece : resolved.pieces) {
    whole += piece.before;
    if (!piece.field) continue;
    const std::string value = text(row, *piece.field);
    if (value.empty()) return {};
    whole += value;
  }
  return whole;
}

std::string Fields::origin_text(const RowRef& row, ResolvedOrigin& resolved) {
  if (!resolved.pieces.empty()) return reworked(piece_text(row, resolved), *resolved.rule);
  if (resolved.rule->count) {
    const double rows = row_count(row, resolved);
    return std::isnan(rows) ? std::string() : reworked(number_text(rows), *resolved.rule);
  }
  auto at = find_row(row, resolved);
  for (int step = 0; at && step < kMostSteps; ++step) {
    std::string found = reworked(text(*at, resolved.field), *resolved.rule);
    if (!found.empty() || !resolved.climb) return found;
    at = next_up(*at, resolved);
  }
  return {};
}

double Fields::origin_number(const RowRef& row, ResolvedOrigin& resolved) {
  const Origin& rule = *resolved.rule;
  if (!resolved.pieces.empty() || rule.extract || !rule.values.empty())
    return parsed(origin_text(row, resolved), NumberFrom::automatic);
  if (rule.count) return row_count(row, resolved);
  auto at = find_row(row, resolved);
  for (int step = 0; at && step < kMostSteps; ++step) {
    const double found = number(*at, resolved.field);
    if (!std::isnan(found) || !resolved.climb) return found;
    at = next_up(*at, resolved);
  }
  return kNone;
}

std::optional<RowRef> Fields::find_row(const RowRef& from, ResolvedOrigin& resolved) {
  if (from.index == nullptr) return first_row(resolved);
  if (resolved.by) return row_by_text(from, resolved);
  if (resolved.key.empty()) {
    if (!resolved.where.empty()) return first_row(resolved);
    if (from.table == resolved.table) return from;
    if (tables_[resolved.table].rule->scalar) return first_row(resolved);
  }
  const auto found =
      resolved.key.empty() ? row_at(resolved.table, *from.index) : row_by_key(from, resolved);
  return found && passes(*found, resolved.where) ? found : std::nullopt;
}

// A count of only some of the rows would be wrong, so there is none.
double Fields::row_count(const RowRef& from, ResolvedOrigin& resolved) {
  const PolledTable& there = poll_->tables[resolved.table];
  if (!there.complete) return kNone;
  if (resolved.by) {
    const std::string wanted = text(from, resolved.key.front());
    if (wanted.empty()) return kNone;
    know_rows_by_text(resolved);
    const auto found = resolved.counts.find(wanted);
    return found == resolved.counts.end() ? 0 : static_cast<double>(found->second);
  }
  const auto beginning = key_index(from, resolved);
  if (!beginning) return kNone;
  std::size_t count = 0;
  for (auto row = there.rows.lower_bound(*beginning);
       row != there.rows.end() && starts_with(row->first, beginning->numbers()); ++row)
    if (passes({resolved.table, &row->first, &row->second}, resolved.where)) ++count;
  return static_cast<double>(count);
}

std::optional<Oid> Fields::key_index(const RowRef& from, const ResolvedOrigin& resolved) {
  const TableFields& table = tables_[from.table];
  std::vector<std::uint32_t> numbers;
  for (const Field& field : resolved.key) {
    if (field.kind == Field::Kind::index_part) {
      const auto slice = index_slice(table.index, *from.index, field.position);
      if (!slice) return std::nullopt;
      numbers.insert(numbers.end(), slice->begin(), slice->end());
      continue;
    }
    const auto part = Oid::parse(text(from, field));
    if (!part) return std::nullopt;
    numbers.insert(numbers.end(), part->numbers().begin(), part->numbers().end());
  }
  return Oid(numbers);
}

std::optional<RowRef> Fields::row_by_key(const RowRef& from, const ResolvedOrigin& resolved) {
  const auto index = key_index(from, resolved);
  return index ? row_at(resolved.table, *index) : std::nullopt;
}

std::optional<RowRef> Fields::row_by_text(const RowRef& from, ResolvedOrigin& resolved) {
  know_rows_by_text(resolved);
  const auto found = resolved.known.find(text(from, resolved.key.front()));
  return found == resolved.known.end() || found->first.empty() ? std::nullopt
                                                               : std::optional(found->second);
}

void Fields::know_rows_by_text(ResolvedOrigin& resolved) {
  if (resolved.poll == polls_) return;
  resolved.poll = polls_;
  resolved.known.clear();
  resolved.counts.clear();
  for (const auto& [index, row] : poll_->tables[resolved.table].rows) {
    const RowRef candidate{resolved.table, &index, &row};
    if (!passes(candidate, resolved.where)) continue;
    std::string key = text(candidate, *resolved.by);
    ++resolved.counts[key];
    resolved.known.try_emplace(std::move(key), candidate);
  }
}

std::optional<RowRef> Fields::first_row(ResolvedOrigin& resolved) {
  if (resolved.poll == polls_) return resolved.first;
  resolved.poll = polls_;
  resolved.first.reset();
  for (const auto& [index, row] : poll_->tables[resolved.table].rows) {
    const RowRef candidate{resolved.table, &index, &row};
    if (!passes(candidate, resolved.where)) continue;
    resolved.first = candidate;
    break;
  }
  return resolved.first;
}

std::optional<RowRef> Fields::next_up(const RowRef& row, const ResolvedOrigin& resolved) {
  const auto index = Oid::parse(text(row, *resolved.climb));
  return index ? row_at(row.table, *index) : std::nullopt;
}

// The row itself or the first one below it, so that a MAC address finds a row indexed by MAC and
// radio.
std::optional<RowRef> Fields::row_at(std::size_t table, const Oid& index) const {
  const Rows& rows = poll_->tables[table].rows;
  const auto found = rows.lower_bound(index);
  if (found == rows.end() || !starts_with(found->first, index.numbers())) return std::nullopt;
  return RowRef{table, &found->first, &found->second};
}

}  // namespace commune::snmp
