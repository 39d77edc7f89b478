// Paths in the configuration are relative to the file that they stand in.
#pragma once

#include <filesystem>
#include <string>

#include "agent/settings/toml/toml_file.hpp"
#include "agent/settings/toml/toml_reader.hpp"

namespace commune::settings {

/// `path` as it stands when absolute, else beside the file that `place` is in.
inline std::string beside(const Place& place, const std::string& path) {
  const std::filesystem::path file(place.file ? *place.file : std::string());
  return (file.parent_path() / path).lexically_normal().string();
}

/// `state_dir`: as written, else as systemd's StateDirectory= names it (systemd.exec(5)), of
/// several the first, else `usual`.
std::string read_state_dir(const TableReader& table, std::string usual);

}  // namespace commune::settings
