// Paths in the configuration are relative to the file that they stand in.
#pragma once

#include <filesystem>
#include <string>

#include "agent/settings/toml_file.hpp"

namespace commune::settings {

/// `path` as it stands when absolute, else beside the file that `place` is in.
inline std::string beside(const Place& place, const std::string& path) {
  const std::filesystem::path file(place.file ? *place.file : std::string());
  return (file.parent_path() / path).lexically_normal().string();
}

}  // namespace commune::settings
