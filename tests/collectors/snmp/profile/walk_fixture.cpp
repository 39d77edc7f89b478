#include "tests/collectors/snmp/profile/walk_fixture.hpp"

#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>

namespace commune::snmp {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// The first word, which is taken off `text`.
std::string_view word(std::string_view& text) {
  text = trimmed(text);
  const auto end = std::min(text.find_first_of(" \t"), text.size());
  const auto found = text.substr(0, end);
  text = trimmed(text.substr(end));
  return found;
}

template <typename Number>
std::optional<Number> whole(std::string_view text, int base = 10) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Octets between quotes; takes the quoted part off `text`.
std::optional<std::string> quoted(std::string_view& text) {
  if (!text.starts_with('"')) return std::nullopt;
  std::string octets;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text = trimmed(text.substr(i + 1));
      return octets;
    }
    if (text[i] != '\\') {
      octets += text[i];
      continue;
    }
    if (++i == text.size()) return std::nullopt;
    if (text[i] == 'x') {
      const auto octet = whole<std::uint8_t>(text.substr(i + 1, 2), 16);
      if (!octet) return std::nullopt;
      octets += static_cast<char>(*octet);
      i += 2;
    } else {
      octets += text[i] == 'n' ? '\n' : text[i];
    }
  }
  return std::nullopt;
}

std::optional<std::string> hex(std::string_view text) {
  std::string octets, digits;
  for (const char c : text)
    if (c != ' ') digits += c;
  if (digits.size() % 2 != 0) return std::nullopt;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const auto octet = whole<std::uint8_t>(std::string_view(digits).substr(i, 2), 16);
    if (!octet) return std::nullopt;
    octets += static_cast<char>(*octet);
  }
  return octets;
}

std::optional<Value> integer(std::string_view type, std::string_view text) {
  static const std::map<std::string_view, IntegerType> kTypes = {
      {"INTEGER", IntegerType::integer32},   {"COUNTER32", IntegerType::counter32},
      {"GAUGE32", IntegerType::gauge32},     {"TIMETICKS", IntegerType::time_ticks},
      {"COUNTER64", IntegerType::counter64},
  };
  const auto known = kTypes.find(type);
  if (known == kTypes.end()) return std::nullopt;
  if (type == "COUNTER64") {
    const auto number = whole<std::uint64_t>(text);
    if (number) return Integer{known->second, static_cast<std::int64_t>(*number)};
  } else if (const auto number = whole<std::int64_t>(text)) {
    return Integer{known->second, *number};
  }
  return std::nullopt;
}

std::optional<Value> value_of(std::string_view type, std::string_view text) {
  if (type == "STRING") {
    auto octets = quoted(text);
    if (!octets || !(text.empty() || text.starts_with('~'))) return std::nullopt;
    return std::move(*octets);
  }
  text = trimmed(text.substr(0, text.find('~')));
  if (type == "NULL") return Absent::null;
  if (type == "HEX") {
    auto octets = hex(text);
    return octets ? std::optional<Value>(std::move(*octets)) : std::nullopt;
  }
  if (type == "OID" || type == "IPADDRESS") {
    auto oid = Oid::parse(text);
    if (!oid) return std::nullopt;
    if (type == "OID") return *oid;
    std::string octets;
    for (const auto number : oid->numbers())
      octets += static_cast<char>(number);
    return octets;
  }
  if (type == "OPAQUEFLOAT") return std::stod(std::string(text));
  return integer(type, text);
}

}  // namespace

Result<Walk> parse_walk(std::string_view text, const std::string& name) {
  Walk walk;
  for (int line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    auto rest = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (rest.empty() || rest.starts_with('#')) continue;
    const auto oid = Oid::parse(word(rest));
    const auto type = word(rest);
    const auto value = value_of(type, rest);
    if (!oid || !value)
      return fail(name + ":" + std::to_string(line), "not a line of OID TYPE VALUE");
    walk.try_emplace(*oid, *value);
  }
  return walk;
}

Result<Walk> read_walk(const std::string& path) {
  std::ifstream file(path);
  if (!file) return fail(path, "cannot be read");
  std::stringstream text;
  text << file.rdbuf();
  return parse_walk(text.str(), path);
}

PolledDevice poll_of(const Walk& walk, const Profile& profile) {
  PolledDevice poll;
  for (const auto& shared : profile.tables) {
    const Table& table = *shared;
    PolledTable& data = poll.tables.emplace_back();
    data.complete = true;
    const Row blank(table.columns.size(), Absent::no_such_instance);
    if (table.scalar) data.rows[Oid{}] = blank;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Oid& column = table.columns[i].oid;
      if (table.scalar) {
        if (const auto found = walk.find(column); found != walk.end())
          data.rows[Oid{}][i] = found->second;
        continue;
      }
      for (auto at = walk.lower_bound(column); at != walk.end(); ++at) {
        if (!at->first.starts_with(column)) break;
        if (at->first.size() == column.size()) continue;
        data.rows.try_emplace(at->first.suffix(column.size()), blank).first->second[i] = at->second;
      }
    }
  }
  return poll;
}

DeviceFacts facts_of(const Walk& walk, std::span<const ProfilePtr> profiles) {
  const auto get = [&](const Oid& oid) -> Value {
    const auto found = walk.find(oid);
    return found == walk.end() ? Value(Absent::no_such_instance) : found->second;
  };
  DeviceFacts facts;
  const Value descr = get({1, 3, 6, 1, 2, 1, 1, 1, 0});
  const Value object = get({1, 3, 6, 1, 2, 1, 1, 2, 0});
  if (const auto* text = std::get_if<std::string>(&descr)) facts.sys_descr = *text;
  if (const auto* oid = std::get_if<OidValue>(&object)) facts.sys_object_id = oid->oid();
  for (const Oid& probe : probes_needed(profiles, facts.sys_object_id, facts.sys_descr))
    facts.answers.push_back({probe, get(probe)});
  return facts;
}

}  // namespace commune::snmp
