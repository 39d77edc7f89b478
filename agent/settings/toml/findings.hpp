// The findings while a configuration is read: every mistake, not only the first. Also records which
// keys were read, so that unknown keys can be reported.
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

/// The program that a configuration is read for. One file serves several programs on several
/// machines: only files and secrets of the program's own part must exist. `none`: files and secrets
/// of neither part are read.
enum class Program : std::uint8_t { agent, notify, none };

/// The Values that it refers to outlive it. For one thread.
class Findings {
 public:
  explicit Findings(Program program = Program::agent) : program_(program) {}

  void error(const Place& place, std::string what);

  /// Reading continues with `program`'s part. It starts with the agent's.
  void begin_part(Program program) { part_ = program; }
  /// True if the current part belongs to the program that the configuration is read for.
  bool at_work() const { return part_ == program_; }
  /// A file or a secret that this machine does not have: an error if the part is at work.
  void absent(const Place& place, std::string what);

  /// The table is read under this name ("device.snmp"): each of its keys that is never read will be
  /// reported.
  void opened(const Value& table, std::string_view name);
  void asked(const Value& table, std::string_view key);

  /// The key has been handled: it is not unknown, and is not listed among the allowed keys.
  void refused(const Value& table, std::string_view key);

  /// All errors, those of unknown keys included, by file, line and column,
  /// each once.
  std::vector<Error> errors() const;

  /// The number of calls of error() so far.
  std::size_t count() const { return found_.size(); }

  /// Every key that was read, with its table: "device.snmp.port".
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
