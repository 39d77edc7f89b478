// What reading the configuration found: every mistake, not only the first, and which keys were
// asked for, so that those nobody asked for can be told.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "agent/settings/toml_file.hpp"
#include "core/model/result.hpp"

namespace commune::settings {

/// Outlived by the Values it is told of. For one thread.
class Findings {
 public:
  void error(const Place& place, std::string what);

  /// The table is being read under this name ("device.snmp"): from now on each of its keys must be
  /// asked for.
  void opened(const Value& table, std::string_view name);
  void asked(const Value& table, std::string_view key);

  /// The key is dealt with: it is not unknown, and it is none of those that may be used either.
  void refused(const Value& table, std::string_view key);

  /// All errors, those of unknown keys included, by file, line and column,
  /// each once.
  std::vector<Error> errors() const;

  /// How often error() was called so far.
  std::size_t count() const { return found_.size(); }

  /// Every key asked for, with its table: "device.snmp.port".
  const std::set<std::string>& keys() const { return keys_; }

 private:
  struct Found {
    Place place;
    std::string what;
  };
  struct Opened {
    std::string name;
    std::set<std::string, std::less<>> asked, refused;
  };

  void add_unknown_keys(std::vector<Found>& found) const;

  std::vector<Found> found_;
  std::unordered_map<const Value*, Opened> opened_;
  std::set<std::string> keys_;
};

}  // namespace commune::settings
