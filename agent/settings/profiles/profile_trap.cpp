#include "agent/settings/profiles/profile_trap.hpp"

#include <algorithm>
#include <array>

#include "agent/settings/profiles/profile_origin.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

using snmp::TrapKind;

constexpr std::array<Word<TrapKind>, snmp::kTrapKindCount> kKinds = {
    {{"link_down", TrapKind::link_down},
     {"link_up", TrapKind::link_up},
     {"restart", TrapKind::restart},
     {"authentication_failure", TrapKind::authentication_failure},
     {"dying_gasp", TrapKind::dying_gasp},
     {"on_battery", TrapKind::on_battery},
     {"other", TrapKind::other}}};

void add_number(const TableReader& reader, const Value& value, std::vector<std::int64_t>& numbers) {
  if (value.kind == Value::Kind::integer)
    numbers.push_back(value.integer);
  else
    reader.findings().error(value.place,
                            fmt::format("is is {}; it must be a whole number, or a list of them",
                                        describe(value.kind)));
}

snmp::TrapRule read_trap(const TableReader& reader) {
  snmp::TrapRule rule;
  if (const Value* oid = reader.member("oid", Need::required))
    assign(rule.oid, read_oid(*oid, reader.findings()));
  assign(rule.kind, reader.choice<TrapKind>("kind", kKinds, Need::required));
  if (const Value* varbind = reader.member("varbind"))
    rule.varbind = read_oid(*varbind, reader.findings());
  const Value* is = reader.member("is");
  if (is && is->kind == Value::Kind::array)
    for (const Value& item : is->children)
      add_number(reader, item, rule.is);
  else if (is)
    add_number(reader, *is, rule.is);
  const bool with_varbind = reader.value().find("varbind") != nullptr;
  if (with_varbind && !is)
    reader.error("varbind", "varbind needs is: the numbers that it may have");
  if (is && !with_varbind) reader.error("is", "is needs varbind: the OID whose number it is");
  return rule;
}

}  // namespace

std::vector<snmp::TrapRule> read_profile_traps(const TableReader& root) {
  std::vector<snmp::TrapRule> rules;
  for (const TableReader& reader : root.tables("trap")) {
    snmp::TrapRule rule = read_trap(reader);
    const bool known = std::any_of(rules.begin(), rules.end(), [&](const snmp::TrapRule& other) {
      return other.oid == rule.oid && !other.varbind;
    });
    if (known && !rule.oid.empty())
      reader.error("oid", fmt::format("an earlier trap already uses {}", rule.oid.str()));
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace commune::settings
