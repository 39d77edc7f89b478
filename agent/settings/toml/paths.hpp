// Paths in the configuration are relative to the file that contains them.
#pragma once

#include <filesystem>
#include <string>

#include "agent/settings/toml/toml_file.hpp"
#include "agent/settings/toml/toml_reader.hpp"

namespace commune::settings {

/// An absolute `path` unchanged; a relative one beside the file of `place`.
inline std::string beside(const Place& place, const std::string& path) {
  const std::filesystem::path file(place.file ? *place.file : std::string());
  return (file.parent_path() / path).lexically_normal().string();
}

/// `state_dir`: as written, else the first directory of systemd's StateDirectory=
/// (systemd.exec(5)), else `usual`.
std::string read_state_dir(const TableReader& table, std::string usual);

}  // namespace commune::settings
