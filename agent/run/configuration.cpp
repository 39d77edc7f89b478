#include "agent/run/configuration.hpp"

#include <filesystem>
#include <ostream>
#include <utility>

#include "agent/settings/profiles/profile_library.hpp"

namespace commune {

std::string installed_profiles_directory() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto beside = program.parent_path().parent_path() / "share" / "commune-agent" / "profiles";
  return !error && std::filesystem::is_directory(beside, error) ? beside.string()
                                                                : COMMUNE_SOURCE_PROFILES;
}

std::optional<std::vector<snmp::ProfilePtr>> installed_profiles(std::ostream& err) {
  const std::vector<std::string> directories = {installed_profiles_directory()};
  auto profiles = settings::load_profiles(directories);
  if (profiles) return std::move(*profiles);
  for (const auto& error : profiles.error())
    err << error.message() << '\n';
  return std::nullopt;
}

ResultOrErrors<Configuration> load_configuration(const std::string& path) {
  auto settings = settings::load_settings(path);
  if (!settings) return tl::unexpected(std::move(settings.error()));
  std::vector<std::string> directories = {installed_profiles_directory()};
  if (!settings->profiles_dir.empty()) directories.push_back(settings->profiles_dir);
  auto profiles = settings::load_profiles(directories);
  if (!profiles) return tl::unexpected(std::move(profiles.error()));
  std::vector<std::string> names;
  for (const auto& profile : *profiles)
    names.push_back(profile->name);
  if (auto unknown = settings::unknown_profiles(*settings, names); !unknown.empty())
    return tl::unexpected(std::move(unknown));
  auto inventory = std::make_shared<const Inventory>(settings->inventory);
  return Configuration{std::move(*settings), std::move(*profiles), std::move(inventory)};
}

}  // namespace commune
