#include "agent/settings/toml/toml_reader.hpp"

#include <algorithm>
#include <cmath>

#include "agent/settings/toml/units.hpp"
#include "core/model/text.hpp"
#include "core/time/duration.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace commune::settings {
namespace {

bool is_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

// "21,41" for 21.41, the Vietnamese notation of decimals.
bool has_decimal_comma(std::string_view text) {
  return text.find_first_not_of("+-0123456789,") == std::string_view::npos &&
         std::count(text.begin(), text.end(), ',') == 1;
}

std::string with_point(std::string text) {
  std::replace(text.begin(), text.end(), ',', '.');
  return text;
}

}  // namespace

TableReader::TableReader(const Value& table, std::string name, Findings& findings)
    : value_(&table), name_(std::move(name)), findings_(&findings) {
  findings.opened(table, name_);
}

bool TableReader::is(const Value& value, Value::Kind kind, std::string_view key,
                     std::string_view expected) const {
  if (value.kind == kind) return true;
  findings_->error(value.place,
                   fmt::format("{} is {}; it must be {}", key, describe(value.kind), expected));
  return false;
}

void TableReader::not_a_word(const Value& value, std::string_view key,
                             std::span<const std::string_view> words) const {
  if (!is(value, Value::Kind::text, key, fmt::format("one of \"{}\"", fmt::join(words, "\", \""))))
    return;
  const std::string meant = suggestion(value.text, words);
  findings_->error(value.place,
                   fmt::format("{} \"{}\" is not known{}", key, printable(value.text),
                               meant.empty() ? fmt::format("; it must be one of \"{}\"",
                                                           fmt::join(words, "\", \""))
                                             : meant));
}

const Value* TableReader::member(std::string_view key, Need need) const {
  findings_->asked(*value_, key);
  const Value* found = value_->find(key);
  if (found == nullptr && need == Need::required)
    findings_->error(value_->place,
                     fmt::format("{} has no {}", name_.empty() ? "the file" : name_, key));
  return found;
}

const std::vector<Value>& TableReader::members() const {
  for (const Value& child : value_->children)
    findings_->refused(*value_, child.key);
  return value_->children;
}

Place TableReader::place(std::string_view key) const {
  const Value* found = value_->find(key);
  return found == nullptr ? value_->place : found->place;
}

void TableReader::error(std::string_view key, std::string what) const {
  findings_->error(place(key), std::move(what));
}

void TableReader::absent(std::string_view key, std::string what) const {
  findings_->absent(place(key), std::move(what));
}

void TableReader::refuse(std::string_view key, std::string what) const {
  const Value* found = value_->find(key);
  if (found == nullptr) return;
  findings_->refused(*value_, key);
  findings_->error(found->key_place, std::move(what));
}

std::optional<std::string> TableReader::text_of(const Value& value, std::string_view key) const {
  if (!is(value, Value::Kind::text, key, "a text in quotes")) return std::nullopt;
  return value.text;
}

std::optional<std::string> TableReader::text(std::string_view key, Need need) const {
  const Value* found = member(key, need);
  if (found == nullptr) return std::nullopt;
  auto text = text_of(*found, key);
  if (text && text->empty() && need == Need::required) {
    findings_->error(found->place, fmt::format("{} is empty", key));
    return std::nullopt;
  }
  return text;
}

std::optional<std::string> TableReader::id(std::string_view key, Need need) const {
  auto text = this->text(key, need);
  if (!text || is_id(*text)) return text;
  error(key, fmt::format("{} \"{}\" is not an id: lower-case letters, digits, \"-\", \"_\" and "
                         "\".\" make one",
                         key, printable(*text)));
  return std::nullopt;
}

std::optional<bool> TableReader::boolean(std::string_view key) const {
  const Value* found = member(key);
  if (found == nullptr || !is(*found, Value::Kind::boolean, key, "true or false"))
    return std::nullopt;
  return found->boolean;
}

std::optional<std::int64_t> TableReader::integer(std::string_view key,
                                                 Range<std::int64_t> range) const {
  const Value* found = member(key);
  if (found == nullptr || !is(*found, Value::Kind::integer, key, "a whole number"))
    return std::nullopt;
  if (found->integer >= range.least && found->integer <= range.most) return found->integer;
  findings_->error(found->place, fmt::format("{} is {}; it must be from {} to {}", key,
                                             found->integer, range.least, range.most));
  return std::nullopt;
}

std::optional<double> TableReader::number_of(const Value& value, std::string_view key) const {
  if (value.kind == Value::Kind::integer) return static_cast<double>(value.integer);
  if (value.kind == Value::Kind::text && has_decimal_comma(value.text)) {
    findings_->error(value.place,
                     fmt::format("{} is the text \"{}\"; write a number, with a point: {}", key,
                                 value.text, with_point(value.text)));
    return std::nullopt;
  }
  if (!is(value, Value::Kind::real, key, "a number")) return std::nullopt;
  if (std::isfinite(value.real)) return value.real;
  findings_->error(value.place, fmt::format("{} is {}; it must be a number", key, value.real));
  return std::nullopt;
}

std::optional<double> TableReader::number(std::string_view key, Range<double> range) const {
  const Value* found = member(key);
  if (found == nullptr) return std::nullopt;
  const auto number = number_of(*found, key);
  if (!number || (*number >= range.least && *number <= range.most)) return number;
  findings_->error(found->place, fmt::format("{} is {}; it must be from {} to {}", key, *number,
                                             range.least, range.most));
  return std::nullopt;
}

std::optional<Milliseconds> TableReader::duration(std::string_view key,
                                                  Range<Milliseconds> range) const {
  const Value* found = member(key);
  if (found == nullptr || !is(*found, Value::Kind::text, key, kDurationForm)) return std::nullopt;
  const auto duration = parse_duration(found->text);
  if (!duration) {
    findings_->error(found->place, fmt::format("{} \"{}\" is not {}", key, printable(found->text),
                                               kDurationForm));
    return std::nullopt;
  }
  if (*duration >= range.least && *duration <= range.most) return duration;
  findings_->error(found->place,
                   fmt::format("{} is {}; it must be from {} to {}", key, found->text,
                               duration_text(range.least), duration_text(range.most)));
  return std::nullopt;
}

std::optional<std::uint64_t> TableReader::size(std::string_view key) const {
  static constexpr std::string_view kExpected = "a size such as \"64MiB\"";
  const Value* found = member(key);
  if (found == nullptr || !is(*found, Value::Kind::text, key, kExpected)) return std::nullopt;
  const auto size = parse_size(found->text);
  if (!size)
    findings_->error(found->place,
                     fmt::format("{} \"{}\" is not {}", key, printable(found->text), kExpected));
  return size;
}

std::optional<double> TableReader::rate(std::string_view key) const {
  static constexpr std::string_view kExpected =
      "a rate such as \"100Mbit\" (units: bit, kbit, Mbit, Gbit)";
  const Value* found = member(key);
  if (found == nullptr || !is(*found, Value::Kind::text, key, kExpected)) return std::nullopt;
  const auto rate = parse_rate(found->text);
  if (!rate)
    findings_->error(found->place,
                     fmt::format("{} \"{}\" is not {}", key, printable(found->text), kExpected));
  return rate;
}

std::optional<std::vector<std::string>> TableReader::texts_of(const Value& value,
                                                              std::string_view key) const {
  if (!is(value, Value::Kind::array, key, "a list of texts")) return std::nullopt;
  std::vector<std::string> texts;
  for (const Value& item : value.children)
    if (auto text = text_of(item, key)) texts.push_back(*std::move(text));
  return texts;
}

std::optional<std::vector<std::string>> TableReader::texts(std::string_view key) const {
  const Value* found = member(key);
  return found == nullptr ? std::nullopt : texts_of(*found, key);
}

std::optional<std::vector<double>> TableReader::numbers(std::string_view key) const {
  const Value* found = member(key);
  if (found == nullptr || !is(*found, Value::Kind::array, key, "a list of numbers"))
    return std::nullopt;
  std::vector<double> numbers;
  for (const Value& item : found->children)
    if (const auto number = number_of(item, key)) numbers.push_back(*number);
  return numbers;
}

std::optional<TableReader> TableReader::table(std::string_view key, Need need) const {
  const Value* found = member(key, need);
  if (found == nullptr || !is(*found, Value::Kind::table, key, "a table")) return std::nullopt;
  return TableReader(*found, name_.empty() ? std::string(key) : name_ + '.' + std::string(key),
                     *findings_);
}

std::vector<TableReader> TableReader::tables(std::string_view key) const {
  const Value* found = member(key);
  if (found == nullptr) return {};
  const std::string expected = fmt::format("a list of tables: write [[{}]]", key);
  if (!is(*found, Value::Kind::array, key, expected)) return {};
  const std::string child_name = name_.empty() ? std::string(key) : name_ + '.' + std::string(key);
  std::vector<TableReader> tables;
  for (const Value& item : found->children)
    if (is(item, Value::Kind::table, key, "a table"))
      tables.emplace_back(item, child_name, *findings_);
  return tables;
}

}  // namespace commune::settings
