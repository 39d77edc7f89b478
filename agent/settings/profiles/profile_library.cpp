#include "agent/settings/profiles/profile_library.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "agent/settings/profiles/profile_file.hpp"
#include "agent/settings/profiles/profile_mentions.hpp"
#include "collectors/snmp/profile/interpretation.hpp"
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
  for (const auto& table : parent.tables) {
    const auto same = [&](const auto& other) { return other->name == table->name; };
    const bool left_out = std::find(without.begin(), without.end(), table->name) != without.end();
    if (!left_out && std::none_of(whole.tables.begin(), whole.tables.end(), same))
      whole.tables.push_back(table);
  }
  whole.traps.insert(whole.traps.end(), parent.traps.begin(), parent.traps.end());
  snmp::IdentityRule& identity = whole.identity;
  if (identity.vendor.empty()) identity.vendor = parent.identity.vendor;
  if (identity.model.empty()) identity.model = parent.identity.model;
  if (identity.firmware.empty()) identity.firmware = parent.identity.firmware;
}

// Merges `extends`, parents first. A profile whose parents are missing or form a circle gets an
// error and is used without them.
class Folding {
 public:
  explicit Folding(Drafts& drafts) : drafts_(drafts) {}

  const snmp::Profile& whole(const std::string& name) {
    if (const auto done = done_.find(name); done != done_.end()) return done->second;
    ProfileDraft& draft = drafts_.find(name)->second;
    path_.push_back(name);
    snmp::Profile whole = draft.profile;
    std::set<std::string> inherited;
    Definers definers = owners_in(whole, name);
    for (const std::string& parent : draft.profile.extends) {
      if (!may_extend(draft, parent)) continue;
      const snmp::Profile& from = this->whole(parent);
      for (const auto& table : from.tables)
        inherited.insert(table->name);
      inherit(whole, from, draft.without);
      definers.insert(definers_[parent].begin(), definers_[parent].end());
    }
    definers_[name] = std::move(definers);
    path_.pop_back();
    for (const std::string& table : draft.without)
      if (!inherited.contains(table))
        draft.findings.error(draft.without_place,
                             fmt::format("there is no table \"{}\" to leave out", table));
    return done_.emplace(name, std::move(whole)).first->second;
  }

  /// Looks up the names of other tables that each table and the identity use.
  void check(const std::string& name) {
    ProfileDraft& draft = drafts_.find(name)->second;
    const snmp::Profile& all = whole(name);
    check_mentions(draft, all);
    const Definers kept = owners_in(all, name);
    for (const auto& [owner, definer] : definers_[name])
      if (definer != name && kept.contains(owner))
        check_inherited(draft, all, owner, drafts_.find(definer)->second,
                        whole(parent_with(draft, owner, definer)));
  }

 private:
  // The profile whose file defines a table or a part of the identity.
  using Definers = std::map<std::string, std::string>;

  static Definers owners_in(const snmp::Profile& profile, const std::string& name) {
    Definers owners;
    for (const auto& table : profile.tables)
      owners.emplace(table->name, name);
    if (!profile.identity.model.empty()) owners.emplace("identity.model", name);
    if (!profile.identity.firmware.empty()) owners.emplace("identity.firmware", name);
    return owners;
  }

  // The parent that it was inherited from.
  const std::string& parent_with(const ProfileDraft& draft, const std::string& owner,
                                 const std::string& definer) const {
    const auto has = [&](const std::string& parent) {
      const auto known = definers_.find(parent);
      if (known == definers_.end()) return false;
      const auto found = known->second.find(owner);
      return found != known->second.end() && found->second == definer;
    };
    return *std::find_if(draft.profile.extends.begin(), draft.profile.extends.end(), has);
  }

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
  std::map<std::string, Definers> definers_;
  std::vector<std::string> path_;
};

// The place in the file where an inconsistency can be fixed: the table, or the `extends` line.
Error at_its_place(const ProfileDraft& draft, const Error& error) {
  constexpr std::string_view kTable = "table.";
  const std::string_view key = error.where;
  const auto table = key.starts_with(kTable) ? draft.table_place(key.substr(kTable.size()))
                                             : std::optional<Place>();
  const Value* own = draft.toml->find(key);
  const Place place = table ? *table : own ? own->key_place : draft.extends_place;
  return {place.text(), error.what};
}

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
    folding.check(name);
    const auto found = draft.findings.errors();
    errors.insert(errors.end(), found.begin(), found.end());
    if (!found.empty()) continue;
    if (const auto ready = snmp::Interpretation::compile(profile); !ready)
      errors.push_back(at_its_place(draft, ready.error()));
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return profiles;
}

}  // namespace commune::settings
