// The keys of [[play]] and [[device]] that define how devices answer: walk, community, line,
// behaviours.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/settings/toml/toml_reader.hpp"
#include "tests/simulator/scenario/scenario.hpp"

namespace commune::simulator {

/// Reads each walk file once and shares its tree. Mistakes in walks become findings in their own
/// file.
class WalkShelf {
 public:
  explicit WalkShelf(std::string folder) : folder_(std::move(folder)) {}

  /// nullptr, with errors, if the walk cannot be used.
  std::shared_ptr<const MibTree> get(const std::string& file);

  const std::vector<Error>& errors() const { return errors_; }

 private:
  std::string folder_;
  std::map<std::string, std::shared_ptr<const MibTree>> trees_;
  std::vector<Error> errors_;
};

/// The settings of one table; absent members change nothing.
struct PlayRule {
  std::vector<std::shared_ptr<const MibTree>> walks;  ///< Assigned in turn.
  bool no_snmp = false;
  std::optional<std::string> community;
  std::optional<std::uint16_t> port;
  std::optional<std::size_t> max_message;
  std::optional<std::uint32_t> rate_limit;
  Behaviours behaviours;
  LineChange line;
};

PlayRule read_play_rule(const settings::TableReader& table, WalkShelf& shelf);

/// `turn` counts the devices that the rule was applied to before.
void apply(const PlayRule& rule, std::size_t turn, SimulatedDevice& device);

/// delay, jitter, loss, duplicate and reorder.
LineChange read_line(const settings::TableReader& table);

Behaviours read_behaviours(const settings::TableReader& table);

}  // namespace commune::simulator
