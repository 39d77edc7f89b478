#include "agent/settings/profile_library.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "agent/settings/profile_file.hpp"
#include "agent/settings/profile_mentions.hpp"
#include "collectors/snmp/interpretation.hpp"
#include "core/model/text.hpp"

namespace commune::settings {
namespace {

using Drafts = std::map<std::string, ProfileDraft, std::less<>>;

std::vector<std::string> toml_files(const std::string& directory, std::vector<Error>& errors) {
  std::vector<std::string> files;
  std::error_code error;
  for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end;
       at.increment(error))
    if (at->path().extension() == ".toml") files.push_back(at->path().string());
  if (error) errors.push_back({directory, "device profiles cannot be read: " + error.message()});
  std::sort(files.begin(), files.end());
  return files;
}

void inherit(snmp::Profile& whole, const snmp::Profile& parent,
             const std::vector<std::string>& without) {
  for (const snmp::Table& table : parent.tables) {
    const auto same = [&](const snmp::Table& other) { return other.name == table.name; };
    const bool left_out = std::find(without.begin(), without.end(), table.name) != without.end();
    if (!left_out && std::none_of(whole.tables.begin(), whole.tables.end(), same))
      whole.tables.push_back(table);
  }
  snmp::IdentityRule& identity = whole.identity;
  if (identity.vendor.empty()) identity.vendor = parent.identity.vendor;
  if (identity.model.empty()) identity.model = parent.identity.model;
  if (identity.firmware.empty()) identity.firmware = parent.identity.firmware;
}

// Folds `extends` in, parents first. A profile whose parents are missing or go round in a circle
// gets an error and is whole without them.
class Folding {
 public:
  explicit Folding(Drafts& drafts) : drafts_(drafts) {}

  const snmp::Profile& whole(const std::string& name) {
    if (const auto done = done_.find(name); done != done_.end()) return done->second;
    ProfileDraft& draft = drafts_.find(name)->second;
    path_.push_back(name);
    snmp::Profile whole = draft.profile;
    std::set<std::string> inherited;
    for (const std::string& parent : draft.profile.extends) {
      if (!may_extend(draft, parent)) continue;
      const snmp::Profile& from = this->whole(parent);
      for (const auto& table : from.tables)
        inherited.insert(table.name);
      inherit(whole, from, draft.without);
    }
    path_.pop_back();
    for (const std::string& table : draft.without)
      if (!inherited.contains(table))
        draft.findings.error(draft.without_place,
                             fmt::format("there is no table \"{}\" to leave out", table));
    return done_.emplace(name, std::move(whole)).first->second;
  }

 private:
  bool may_extend(ProfileDraft& draft, const std::string& parent) {
    std::vector<std::string_view> names;
    for (const auto& [name, other] : drafts_)
      names.push_back(name);
    if (!drafts_.contains(parent)) {
      draft.findings.error(
          draft.extends_place,
          fmt::format("there is no profile \"{}\" to extend{}", parent, suggestion(parent, names)));
      return false;
    }
    if (std::find(path_.begin(), path_.end(), parent) == path_.end()) return true;
    draft.findings.error(draft.extends_place,
                         fmt::format("profiles extend one another in a circle: {} and {}", parent,
                                     draft.profile.name));
    return false;
  }

  Drafts& drafts_;
  std::map<std::string, snmp::Profile> done_;
  std::vector<std::string> path_;
};

void add_draft(const std::string& file, Drafts& drafts, std::vector<Error>& errors) {
  auto draft = read_profile(file);
  if (!draft) {
    errors.push_back(draft.error());
    return;
  }
  const std::string name = draft->profile.name;
  drafts.insert_or_assign(name, std::move(*draft));
}

}  // namespace

ResultOrErrors<std::vector<snmp::ProfilePtr>> load_profiles(
    std::span<const std::string> directories) {
  return load_profiles(directories, {});
}

ResultOrErrors<std::vector<snmp::ProfilePtr>> load_profiles(
    std::span<const std::string> directories, std::span<const std::string> files) {
  std::vector<Error> errors;
  Drafts drafts;
  for (const std::string& directory : directories)
    for (const std::string& file : toml_files(directory, errors))
      add_draft(file, drafts, errors);
  for (const std::string& file : files)
    add_draft(file, drafts, errors);
  Folding folding(drafts);
  std::vector<snmp::ProfilePtr> profiles;
  for (auto& [name, draft] : drafts)
    profiles.push_back(std::make_shared<const snmp::Profile>(folding.whole(name)));
  std::size_t i = 0;
  for (auto& [name, draft] : drafts) {
    const snmp::ProfilePtr& profile = profiles[i++];
    check_mentions(draft, *profile);
    const auto found = draft.findings.errors();
    errors.insert(errors.end(), found.begin(), found.end());
    if (!found.empty()) continue;
    if (const auto ready = snmp::Interpretation::compile(profile); !ready)
      errors.push_back(ready.error());
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return profiles;
}

}  // namespace commune::settings
