#include "agent/settings/profiles/profile_file.hpp"

#include <filesystem>

#include "agent/settings/profiles/profile_table.hpp"
#include "agent/settings/profiles/profile_trap.hpp"

namespace commune::settings {
namespace {

snmp::Match read_match(const TableReader& reader) {
  snmp::Match match;
  if (const Value* oid = reader.member("sys_object_id"))
    match.sys_object_id = read_oid(*oid, reader.findings());
  if (const Value* oid = reader.member("answers"))
    match.answers = read_oid(*oid, reader.findings());
  match.sys_descr = read_pattern(reader, "sys_descr");
  match.answer = read_pattern(reader, "answer");
  if (match.answer && !reader.value().find("answers"))
    reader.error("answer", "\"answer\" needs \"answers\": the OID of that text");
  if (reader.value().children.empty())
    reader.error("match", "a match needs at least one of sys_object_id, sys_descr, answers");
  return match;
}

void read_identity(const TableReader& root, snmp::IdentityRule& identity, ProfileNotes& notes) {
  const auto reader = root.table("identity");
  if (!reader) return;
  const auto read = [&](const char* key, std::vector<snmp::Origin>& into) {
    notes.owner = fmt::format("identity.{}", key);
    if (const Value* value = reader->member(key)) into = read_origins(*value, "", notes);
  };
  read("model", identity.model);
  read("firmware", identity.firmware);
}

void read_root(const Value& value, ProfileDraft& draft) {
  const TableReader root(value, "", draft.findings);
  ProfileNotes notes{draft.findings, draft.mentions, ""};
  snmp::Profile& profile = draft.profile;
  assign(profile.identity.vendor, root.text("vendor"));
  assign(profile.description, root.text("description", Need::required));
  assign(profile.extends, root.texts("extends"));
  draft.extends_place = root.place("extends");
  assign(draft.without, root.texts("without"));
  draft.without_place = root.place("without");
  for (const TableReader& match : root.tables("match"))
    profile.matches.push_back(read_match(match));
  profile.traps = read_profile_traps(root);
  read_identity(root, profile.identity, notes);
  if (const auto tables = root.table("table"))
    for (const Value& member : tables->members())
      profile.add(read_profile_table(member, notes));
}

Result<ProfileDraft> finished(Result<Value> value, const std::string& path) {
  if (!value) return tl::unexpected(value.error());
  ProfileDraft draft;
  draft.toml = std::make_shared<const Value>(std::move(*value));
  draft.profile.name = std::filesystem::path(path).stem().string();
  draft.profile.file = path;
  read_root(*draft.toml, draft);
  return draft;
}

}  // namespace

std::optional<Place> ProfileDraft::table_place(std::string_view table) const {
  const Value* tables = toml->find("table");
  const Value* value = tables ? tables->find(table) : nullptr;
  return value ? std::optional(value->key_place) : std::nullopt;
}

Result<ProfileDraft> read_profile(const std::string& path) {
  return finished(read_toml(path), path);
}

Result<ProfileDraft> parse_profile(std::string_view text, const std::string& path) {
  return finished(parse_toml(text, path), path);
}

}  // namespace commune::settings
