#include "collectors/snmp/profile/table_rules.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "collectors/snmp/profile/number_text.hpp"

namespace commune::snmp {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double divisor_of(double scale) {
  const double inverse = std::round(1 / scale);
  return scale != 0 && std::abs(scale) < 1 && std::abs(scale * inverse - 1) < 1e-12 ? inverse : 0;
}

LabelMask labels_shown(const Table& table, const Quantity& quantity) {
  LabelMask mask = 0;
  for (std::size_t i = 0; i < table.labels.size(); ++i)
    if (std::find(quantity.labels.begin(), quantity.labels.end(), table.labels[i].label) !=
        quantity.labels.end())
      mask |= LabelMask{1} << i;
  return mask;
}

Result<CompiledReading> compile_reading(const Table& table, std::size_t position,
                                        const Fields& fields, const ReadingRule& rule) {
  CompiledReading made;
  made.rule = &rule;
  made.quantity = &quantity(rule.quantity);
  made.labels = labels_shown(table, *made.quantity);
  made.divisor = divisor_of(rule.scale);
  if (auto sense = check_reading(rule); !sense) return tl::unexpected(sense.error());
  for (const std::string& name : rule.columns) {
    const auto field = fields.find(position, name);
    if (!field) return tl::unexpected(field.error());
    made.columns.push_back(*field);
  }
  if (!rule.expression.empty()) {
    auto formula = fields.compile_formula(position, rule.expression);
    if (!formula) return tl::unexpected(formula.error());
    made.formula = std::move(*formula);
  }
  auto where = fields.compile_filters(position, rule.where);
  if (!where) return tl::unexpected(where.error());
  made.where = std::move(*where);
  return made;
}

bool digits_alone(const std::string& text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && std::all_of(text.begin(), text.end(), digit);
}

// Values that a counter may have. Text ("aabbccddeef4") is a fault of the device.
const Value* counter_cell(const CompiledReading& reading, const RowRef& row, bool whole,
                          const Fields& fields) {
  for (const Field& field : reading.columns) {
    const Value* value = fields.value(row, field);
    if (value &&
        (std::holds_alternative<Integer>(*value) || (std::holds_alternative<std::string>(*value) &&
                                                     digits_alone(std::get<std::string>(*value)))))
      return value;
    if (!whole) return nullptr;
  }
  return nullptr;
}

// Rounds away the noise of powers of ten in expressions (-10.450000000000001); no device is that
// exact.
double without_noise(double value) {
  char buffer[32];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 14);
  std::from_chars(buffer, end.ptr, value);
  return value;
}

double raw_value(CompiledReading& reading, const RowRef& row, bool whole, Fields& fields) {
  if (reading.formula) return without_noise(fields.number(row, *reading.formula));
  const bool counter = reading.quantity->type == MetricType::counter;
  for (const Field& field : reading.columns) {
    if (counter && field.kind == Field::Kind::column) {
      const Value* cell = counter_cell(reading, row, whole, fields);
      if (!cell) return kNone;
      if (const auto* integer = std::get_if<Integer>(cell)) return as_double(*integer);
      return leading_number(std::get<std::string>(*cell)).value_or(kNone);
    }
    if (const double value = fields.number(row, field); !std::isnan(value)) return value;
  }
  return kNone;
}

double mapped(const ReadingRule& rule, double raw) {
  if (rule.values.empty() && !rule.otherwise) return raw;
  const auto known = rule.values.find(raw);
  return known != rule.values.end() ? known->second : rule.otherwise.value_or(kNone);
}

double converted(Conversion conversion, double value) {
  if (conversion == Conversion::none) return value;
  return dbm_from_milliwatt(conversion == Conversion::milliwatt_to_dbm ? value : value / 1000);
}

bool all_zero(const CompiledTable& table, const RowRef& row, Fields& fields) {
  bool any = false;
  for (const Field& field : table.zeros) {
    const double value = fields.number(row, field);
    if (std::isnan(value)) continue;
    if (value != 0) return false;
    any = true;
  }
  return any;
}

}  // namespace

Result<void> check_reading(const ReadingRule& rule) {
  const Quantity& quantity = commune::quantity(rule.quantity);
  const bool counting = rule.aggregate == Aggregate::count;
  if (rule.columns.empty() && rule.expression.empty() && !counting)
    return fail("", "{} has neither a column nor an expression", quantity.name);
  if (!rule.columns.empty() && !rule.expression.empty())
    return fail("", "{} has both a column and an expression", quantity.name);
  if (quantity.type == MetricType::histogram || quantity.scope == Scope::agent)
    return fail("", "{} is not read from devices", quantity.name);
  if (quantity.type == MetricType::counter && rule.aggregate != Aggregate::none)
    return fail("", "{} is a counter: its rows cannot be summed, as it would jump when one goes",
                quantity.name);
  return {};
}

Result<CompiledTable> compile_table(const Profile& profile, const Fields& fields,
                                    std::size_t position) {
  CompiledTable made;
  made.position = position;
  made.rule = profile.tables[position].get();
  const Table& table = *made.rule;
  const auto in_table = [&](const Error& error) {
    return tl::unexpected(Error{"table." + table.name, error.what});
  };
  for (const LabelRule& label : table.labels) {
    auto resolved_origins = fields.compile_origins(position, label.origins);
    if (!resolved_origins) return in_table(resolved_origins.error());
    made.labels.push_back(std::move(*resolved_origins));
  }
  auto where = fields.compile_filters(position, table.where);
  if (!where) return in_table(where.error());
  made.where = std::move(*where);
  for (const std::string& name : table.absent_when_all_zero) {
    const auto field = fields.find(position, name);
    if (!field) return in_table(field.error());
    made.zeros.push_back(*field);
  }
  for (const ReadingRule& rule : table.readings) {
    auto reading = compile_reading(table, position, fields, rule);
    if (!reading) return in_table(reading.error());
    made.readings.push_back(std::move(*reading));
  }
  return made;
}

std::vector<NamedRow> kept_rows(CompiledTable& table, const Rows& rows, Fields& fields) {
  std::vector<NamedRow> kept;
  kept.reserve(rows.size());
  for (const auto& [index, row] : rows) {
    const RowRef ref{table.position, &index, &row};
    if (!fields.passes(ref, table.where) || all_zero(table, ref, fields)) continue;
    NamedRow& named = kept.emplace_back();
    named.row = ref;
    named.labels.reserve(table.labels.size());
    for (auto& resolved_origins : table.labels)
      named.labels.push_back(fields.text(ref, resolved_origins));
  }
  return kept;
}

bool plausible(const Quantity& quantity, double value) {
  return std::isfinite(value) && value >= quantity.plausible_min && value <= quantity.plausible_max;
}

double finished_value(const CompiledReading& reading, double raw) {
  const ReadingRule& rule = *reading.rule;
  double value = mapped(rule, raw);
  value = (reading.divisor != 0 ? value / reading.divisor : value * rule.scale) + rule.offset;
  value = converted(rule.conversion, value);
  const bool wanted =
      !(rule.minimum && value < *rule.minimum) && !(rule.maximum && value > *rule.maximum);
  return wanted && plausible(*reading.quantity, value) ? value : kNone;
}

double reading_value(CompiledReading& reading, const RowRef& row, bool whole, Fields& fields) {
  if (!fields.passes(row, reading.where)) return kNone;
  const double raw = raw_value(reading, row, whole, fields);
  return std::isnan(raw) ? kNone : finished_value(reading, raw);
}

std::optional<std::uint32_t> narrow_counter(const CompiledReading& reading, const RowRef& row,
                                            bool whole, const Fields& fields) {
  if (reading.quantity->type != MetricType::counter || reading.formula) return std::nullopt;
  const Value* cell = counter_cell(reading, row, whole, fields);
  const auto* integer = cell ? std::get_if<Integer>(cell) : nullptr;
  if (!integer || integer->type != IntegerType::counter32) return std::nullopt;
  return static_cast<std::uint32_t>(integer->value);
}

}  // namespace commune::snmp
