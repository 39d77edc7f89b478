// Reads one table of a TOML file strictly: wrong types, values out of range and missing keys become
// errors with their place, and a key that is never read is unknown. A wrong value counts as
// absent, so that one mistake hides no other.
//
//   TableReader village(value, "village", findings);
//   assign(it.name, village.text("name", Need::required));
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/settings/toml/findings.hpp"
#include "agent/settings/toml/toml_file.hpp"
#include "core/model/time.hpp"

namespace commune::settings {

enum class Need : std::uint8_t { optional, required };

/// Both ends included.
template <typename T>
struct Range {
  T least, most;
};

/// A word that a key may have, and its meaning.
template <typename T>
struct Word {
  std::string_view text;
  T meaning;
};

/// Overwrites the default if the file has a value.
template <typename T, typename U>
void assign(T& target, std::optional<U> value) {
  if (value) target = std::move(*value);
}

/// A light view that may be copied freely. The Value and the Findings outlive it. An absent key
/// returns nothing (and an error if it is required); a wrong one returns nothing and an error.
class TableReader {
 public:
  /// `name` is the table's name in messages and in the list of keys: "defaults.snmp"; empty for the
  /// root.
  TableReader(const Value& table, std::string name, Findings& findings);

  std::optional<std::string> text(std::string_view key, Need need = Need::optional) const;
  /// Lower-case letters, digits, "-", "_" and ".".
  std::optional<std::string> id(std::string_view key, Need need = Need::optional) const;
  std::optional<bool> boolean(std::string_view key) const;
  std::optional<std::int64_t> integer(std::string_view key, Range<std::int64_t> range) const;
  /// With or without decimals; never infinite.
  std::optional<double> number(std::string_view key, Range<double> range = kAnyNumber) const;
  std::optional<Milliseconds> duration(std::string_view key, Range<Milliseconds> range) const;
  std::optional<std::uint64_t> size(std::string_view key) const;
  /// "100Mbit" in bytes per second.
  std::optional<double> rate(std::string_view key) const;
  std::optional<std::vector<std::string>> texts(std::string_view key) const;
  std::optional<std::vector<double>> numbers(std::string_view key) const;

  template <typename T>
  std::optional<T> choice(std::string_view key, std::span<const Word<T>> words,
                          Need need = Need::optional) const {
    const Value* found = member(key, need);
    return found == nullptr ? std::nullopt : choice_of(*found, key, words);
  }
  /// A list of such words, each at most once.
  template <typename T>
  std::optional<std::vector<T>> choices(std::string_view key, std::span<const Word<T>> words) const;

  /// `key = { ... }` or `[name.key]`; its name is "name.key".
  std::optional<TableReader> table(std::string_view key, Need need = Need::optional) const;
  /// `[[key]]` or a list of tables, in the order of the file. Empty if absent.
  std::vector<TableReader> tables(std::string_view key) const;

  /// The raw value, for keys that may have several types; nullptr if absent. The key counts as
  /// read.
  const Value* member(std::string_view key, Need need = Need::optional) const;
  /// All members, for tables whose keys are chosen by the operator; all count as read, and are not
  /// listed among the known keys.
  const std::vector<Value>& members() const;

  /// Place of the key's value; the table's own place if it is absent.
  Place place(std::string_view key) const;
  const Place& place() const { return value_->place; }
  const std::string& name() const { return name_; }
  const Value& value() const { return *value_; }
  Findings& findings() const { return *findings_; }

  void error(std::string_view key, std::string what) const;
  /// Like error(), for a file that is not on this machine (Findings::absent).
  void absent(std::string_view key, std::string what) const;
  /// A key that is known but not allowed here: if it is present, `what` is the error.
  void refuse(std::string_view key, std::string what) const;

  /// Single values, for lists and keys of several types; `key` is for the message.
  std::optional<std::string> text_of(const Value& value, std::string_view key) const;
  std::optional<double> number_of(const Value& value, std::string_view key) const;
  std::optional<std::vector<std::string>> texts_of(const Value& value, std::string_view key) const;

 private:
  static constexpr Range<double> kAnyNumber{std::numeric_limits<double>::lowest(),
                                            std::numeric_limits<double>::max()};

  template <typename T>
  std::optional<T> choice_of(const Value& value, std::string_view key,
                             std::span<const Word<T>> words) const;
  bool is(const Value& value, Value::Kind kind, std::string_view key,
          std::string_view expected) const;
  void not_a_word(const Value& value, std::string_view key,
                  std::span<const std::string_view> words) const;

  const Value* value_;
  std::string name_;
  Findings* findings_;
};

template <typename T>
std::optional<T> TableReader::choice_of(const Value& value, std::string_view key,
                                        std::span<const Word<T>> words) const {
  std::vector<std::string_view> texts;
  for (const auto& word : words) {
    if (value.kind == Value::Kind::text && word.text == value.text) return word.meaning;
    texts.push_back(word.text);
  }
  not_a_word(value, key, texts);
  return std::nullopt;
}

template <typename T>
std::optional<std::vector<T>> TableReader::choices(std::string_view key,
                                                   std::span<const Word<T>> words) const {
  const Value* list = member(key);
  if (list == nullptr || !is(*list, Value::Kind::array, key, "a list in square brackets"))
    return std::nullopt;
  std::vector<T> chosen;
  for (const Value& item : list->children) {
    const auto meaning = choice_of(item, key, words);
    if (!meaning) continue;
    for (const T& earlier : chosen)
      if (earlier == *meaning)
        findings_->error(item.place, std::string(key) + " names \"" + item.text + "\" twice");
    chosen.push_back(*meaning);
  }
  return chosen;
}

}  // namespace commune::settings
