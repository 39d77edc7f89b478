#include "agent/settings/toml/paths.hpp"

#include <cstdlib>
#include <utility>

namespace commune::settings {

std::string read_state_dir(const TableReader& table, std::string usual) {
  const auto written = table.text("state_dir");
  if (written && written->empty()) table.error("state_dir", "state_dir is empty");
  if (written) return beside(table.place(), *written);
  // The variable belongs to the running program and does not apply to the other one.
  const char* named = table.findings().at_work() ? std::getenv("STATE_DIRECTORY") : nullptr;
  const std::string directories = named ? named : "";
  return directories.empty() ? std::move(usual) : directories.substr(0, directories.find(':'));
}

}  // namespace commune::settings
