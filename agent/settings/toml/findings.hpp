// What reading the configuration found: every mistake, not only the first, and which keys were
// asked for, so that those nobody asked for can be told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "agent/settings/toml/toml_file.hpp"
#include "core/model/result.hpp"

namespace commune::settings {

/// What a configuration is read for. One file serves several programs on several machines: only
/// what the program's own part names must be there. `none`: neither part's files and secrets are
/// looked at.
enum class Program : std::uint8_t { agent, notify, none };

/// Outlived by the Values it is told of. For one thread.
class Findings {
 public:
  explicit Findings(Program program = Program::agent) : program_(program) {}

  void error(const Place& place, std::string what);

  /// From now on `program`'s part is read. At first it is the agent's.
  void begin_part(Program program) { part_ = program; }
  /// True where the part that is read is that of the program it is read for.
  bool at_work() const { return part_ == program_; }
  /// A file or a secret that this machine does not have: an error where the part is at work.
  void absent(const Place& place, std::string what);

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

  Program program_;
  Program part_ = Program::agent;
  std::vector<Found> found_;
  std::unordered_map<const Value*, Opened> opened_;
  std::set<std::string> keys_;
};

}  // namespace commune::settings
