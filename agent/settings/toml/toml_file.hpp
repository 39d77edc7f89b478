// TOML into a tree of our own, so that toml++ is seen in one file. Refuses what toml++ does not
// survive (facts.md): files over a megabyte, keys or values nested too deep. Nothing here knows
// what the keys mean: that is TableReader's work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.hpp"

namespace commune::settings {

inline constexpr std::size_t kLargestFileBytes = 1 << 20;
/// Dots in one key.
inline constexpr std::size_t kDeepestKey = 16;
/// Brackets within brackets.
inline constexpr std::size_t kDeepestValue = 32;

/// A spot in a file. Lines and columns count from 1, columns in characters; line 0 is the file as a
/// whole.
struct Place {
  std::shared_ptr<const std::string> file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  /// "FILE:LINE:COL", or "FILE".
  std::string text() const;
};

/// One value, with all that is in it. Only the member that `kind` names means anything.
struct Value {
  enum class Kind : std::uint8_t { text, integer, real, boolean, date, array, table };

  Kind kind = Kind::table;
  Place place;
  std::string key;   ///< Its name where it is the member of a table; empty in an array.
  Place key_place;   ///< Where that name stands; `place` where there is none.
  std::string text;  ///< Of a date too: "2026-12-01T08:00:00+07:00", as far as it goes.
  std::int64_t integer = 0;
  double real = 0;
  bool boolean = false;
  std::vector<Value>
      children;  ///< Items of an array, members of a table, as they stand in the file.

  /// The member called `name`; nullptr where there is none.
  const Value* find(std::string_view name) const;
};

/// For messages: "a text", "a whole number", "a table"...
std::string_view describe(Value::Kind kind);

/// The file's root table. The path is UTF-8 and becomes the `file` of every place as it is given.
Result<Value> read_toml(const std::string& path);

/// The same from memory; `name` stands for the path.
Result<Value> parse_toml(std::string_view text, const std::string& name);

}  // namespace commune::settings
