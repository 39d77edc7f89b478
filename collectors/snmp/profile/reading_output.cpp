#include "collectors/snmp/profile/reading_output.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <utility>

namespace commune::snmp {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr LabelMask kAllLabels = ~LabelMask{0};

constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15;  // spreads the bits of what is added

// Rows with the same key have the same labels for a quantity that shows those of `mask`. A 64-bit
// hash is enough to keep the few hundred series of a device apart.
SeriesKey series_key(const std::vector<std::string>& labels, LabelMask mask, SeriesKey key) {
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (mask & (LabelMask{1} << i))
      key = (key ^ std::hash<std::string>()(labels[i])) * kGoldenRatio + i;
  return key;
}

// The same as text, in an order that does not depend on the machine.
std::string label_key(const std::vector<std::string>& labels, LabelMask mask) {
  std::string key;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (mask & (LabelMask{1} << i)) key.append(labels[i]).append(1, '\x1f');
  return key;
}

SeriesKey reading_key(const CompiledReading& reading, const std::vector<std::string>& labels) {
  return series_key(labels, reading.labels,
                    (static_cast<SeriesKey>(reading.rule->quantity) + 1) * kGoldenRatio);
}

// For each row the number of the first row with the same labels.
std::vector<std::size_t> first_alike(const std::vector<NamedRow>& rows, LabelMask mask) {
  std::vector<std::pair<SeriesKey, std::size_t>> keys;
  keys.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    keys.emplace_back(series_key(rows[i].labels, mask, 0), i);
  std::sort(keys.begin(), keys.end());
  std::vector<std::size_t> alike(rows.size());
  std::size_t first = 0;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    if (keys[k].first != keys[first].first) first = k;
    alike[keys[k].second] = keys[first].second;
  }
  return alike;
}

void tell_apart(NamedRow& row, LabelMask mask) {
  for (std::size_t i = 0; i < row.labels.size(); ++i) {
    if (!(mask & (LabelMask{1} << i))) continue;
    const std::string index = row.row.index->str();
    row.labels[i] = row.labels[i].empty() ? index : row.labels[i] + " (" + index + ")";
    return;
  }
}

struct Group {
  const NamedRow* row = nullptr;  // The first one; its labels are the group's.
  std::size_t count = 0;
  double sum = 0;
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();

  void add(double value) {
    ++count;
    sum += value;
    least = std::min(least, value);
    most = std::max(most, value);
  }
};

double of_group(const CompiledReading& reading, const Group& group) {
  if (reading.rule->aggregate == Aggregate::count)
    return finished_value(reading, static_cast<double>(group.count));
  if (group.count == 0) return kNone;
  switch (reading.rule->aggregate) {
    case Aggregate::sum:
      return group.sum;
    case Aggregate::mean:
      return group.sum / static_cast<double>(group.count);
    case Aggregate::minimum:
      return group.least;
    case Aggregate::maximum:
      return group.most;
    case Aggregate::count:
    case Aggregate::none:
      break;
  }
  return kNone;
}

}  // namespace

struct ReadingOutput::Values {
  std::vector<NamedRow> rows;
  std::vector<std::vector<double>> by_reading;  // Empty for aggregates.
  bool whole = false;
  bool alike = false;  // Some rows had the same labels and got their index added.
};

void ReadingOutput::add(CompiledTable& table, const PolledTable& data) {
  Values values;
  values.rows = kept_rows(table, data.rows, fields_);
  values.whole = data.complete;
  if (values.rows.empty()) return;
  // A sum of only some of the rows would be wrong, so there is none.
  if (values.whole)
    for (CompiledReading& reading : table.readings)
      if (reading.rule->aggregate != Aggregate::none) add_groups(table, reading, values);
  add_rows(table, values);
}

void ReadingOutput::add_rows(CompiledTable& table, Values& values) {
  std::map<LabelMask, std::vector<std::size_t>> alike_by_mask;
  std::vector<LabelMask> told_apart(values.rows.size(), 0);
  std::vector<char> seen;
  for (CompiledReading& reading : table.readings) {
    auto& numbers = values.by_reading.emplace_back();
    if (reading.rule->aggregate != Aggregate::none) continue;
    auto& alike = alike_by_mask[reading.labels];
    if (alike.empty()) alike = first_alike(values.rows, reading.labels);
    seen.assign(values.rows.size(), 0);
    for (std::size_t i = 0; i < values.rows.size(); ++i) {
      numbers.push_back(reading_value(reading, values.rows[i].row, values.whole, fields_));
      if (std::isnan(numbers[i])) continue;
      if (seen[alike[i]]) told_apart[i] = told_apart[i] ? told_apart[i] : reading.labels;
      if (seen[alike[i]]) values.alike = true;
      seen[alike[i]] = 1;
    }
  }
  for (std::size_t i = 0; i < values.rows.size(); ++i) {
    NamedRow& row = values.rows[i];
    if (told_apart[i]) tell_apart(row, told_apart[i]);
    std::optional<std::uint32_t> position;
    for (std::size_t r = 0; r < table.readings.size(); ++r) {
      CompiledReading& reading = table.readings[r];
      if (values.by_reading[r].empty() || std::isnan(values.by_reading[r][i])) continue;
      if ((reading.shared || values.alike) && taken(reading, row.labels)) continue;
      const double value = extended(reading, row, values.whole, values.by_reading[r][i]);
      if (std::isnan(value)) continue;
      if (!position) position = new_row(table, row.labels, kAllLabels);
      out_.readings.push_back({reading.rule->quantity, *position, value});
    }
  }
}

void ReadingOutput::add_groups(CompiledTable& table, CompiledReading& reading,
                               const Values& values) {
  const bool counting = reading.rule->aggregate == Aggregate::count;
  std::map<std::string, Group> groups;
  for (const NamedRow& row : values.rows) {
    Group& group = groups[label_key(row.labels, reading.labels)];
    if (!group.row) group.row = &row;
    const bool bare = counting && reading.columns.empty() && !reading.formula;
    if (bare && fields_.passes(row.row, reading.where)) group.add(1);
    if (bare) continue;
    if (counting && !reading.formula) {
      const auto has_text = [&](Field field) { return !fields_.text(row.row, field).empty(); };
      if (fields_.passes(row.row, reading.where) &&
          std::any_of(reading.columns.begin(), reading.columns.end(), has_text))
        group.add(1);
      continue;
    }
    const double value = reading_value(reading, row.row, true, fields_);
    if (!std::isnan(value)) group.add(value);
  }
  for (const auto& [key, group] : groups) {
    const double value = of_group(reading, group);
    // The sum of plausible rows may be implausible.
    if (!plausible(*reading.quantity, value) ||
        (reading.shared && taken(reading, group.row->labels)))
      continue;
    const auto row = new_row(table, group.row->labels, reading.labels);
    out_.readings.push_back({reading.rule->quantity, row, value});
  }
}

double ReadingOutput::extended(const CompiledReading& reading, const NamedRow& row, bool whole,
                               double value) {
  const auto narrow = narrow_counter(reading, row.row, whole, fields_);
  if (!narrow) return value;
  const auto wide = counters_.extend(reading_key(reading, row.labels), *narrow);
  return finished_value(reading, static_cast<double>(wide));
}

bool ReadingOutput::taken(const CompiledReading& reading, const std::vector<std::string>& labels) {
  return !taken_.insert(reading_key(reading, labels)).second;
}

std::uint32_t ReadingOutput::new_row(const CompiledTable& table,
                                     const std::vector<std::string>& labels, LabelMask mask) {
  const auto shown = [&](std::size_t i) {
    return (mask & (LabelMask{1} << i)) && !labels[i].empty();
  };
  std::size_t count = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    count += shown(i) ? 1 : 0;
  Labels& row = out_.rows.emplace_back();
  row.reserve(count);
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (shown(i)) row.push_back({table.rule->labels[i].label, labels[i]});
  return static_cast<std::uint32_t>(out_.rows.size() - 1);
}

}  // namespace commune::snmp
