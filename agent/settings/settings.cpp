#include "agent/settings/settings.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "agent/settings/settings_reader.hpp"
#include "agent/settings/toml/configuration_files.hpp"
#include "agent/settings/toml/findings.hpp"
#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::settings {

ResultOrErrors<Settings> load_settings(const std::string& path, Program program) {
  const auto files = read_configuration_files(path);
  if (!files) return tl::unexpected(files.error());
  Findings findings(program);
  Settings settings = read_settings(*files, findings);
  auto errors = findings.errors();
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return settings;
}

std::vector<Error> unknown_profiles(const Settings& settings,
                                    const std::vector<std::string>& known) {
  const std::vector<std::string_view> names(known.begin(), known.end());
  std::vector<Error> errors;
  for (const auto& [name, where] : settings.profile_references)
    if (std::find(known.begin(), known.end(), name) == known.end())
      errors.push_back({where, fmt::format("profile: there is no profile \"{}\"{}", name,
                                           suggestion(name, names))});
  return errors;
}

}  // namespace commune::settings
