// TOML into a tree of our own, so that only one file uses toml++. Refuses input that crashes toml++
// (facts.md): files over a megabyte, keys or values nested too deep. The meaning of keys is not
// known here; TableReader handles it.
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

/// A place in a file. Lines and columns count from 1, columns in characters; line 0 is the file as
/// a whole.
struct Place {
  std::shared_ptr<const std::string> file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  /// "FILE:LINE:COL", or "FILE".
  std::string text() const;
};

/// One value with its content. Only the member that `kind` names is valid.
struct Value {
  enum class Kind : std::uint8_t { text, integer, real, boolean, date, array, table };

  Kind kind = Kind::table;
  Place place;
  std::string key;   ///< Its name if it is the member of a table; empty in an array.
  Place key_place;   ///< Place of that name; `place` if there is no name.
  std::string text;  ///< Also of a date: "2026-12-01T08:00:00+07:00", as far as it is given.
  std::int64_t integer = 0;
  double real = 0;
  bool boolean = false;
  std::vector<Value>
      children;  ///< Items of an array, members of a table, in the order of the file.

  /// The member called `name`; nullptr if there is none.
  const Value* find(std::string_view name) const;
};

/// For messages: "a text", "a whole number", "a table"...
std::string_view describe(Value::Kind kind);

/// The file's root table. The path is UTF-8 and becomes the `file` of every place, unchanged.
Result<Value> read_toml(const std::string& path);

/// The same from memory; `name` stands for the path.
Result<Value> parse_toml(std::string_view text, const std::string& name);

}  // namespace commune::settings
