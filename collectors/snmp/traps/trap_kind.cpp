#include "collectors/snmp/traps/trap_kind.hpp"

#include <algorithm>
#include <array>

#include "collectors/snmp/traps/notification.hpp"

namespace commune::snmp {
namespace {

// RFC 3584, 3.1 puts a 0 between enterprise and specific trap.
bool has_inserted_zero(std::span<const std::uint32_t> numbers) {
  return numbers.size() >= 2 && numbers[numbers.size() - 2] == 0;
}

bool same_notification(const Oid& a, const Oid& b) {
  const auto left = a.numbers(), right = b.numbers();
  if (left.empty() || right.empty() || left.back() != right.back()) return false;
  const auto stem = [](std::span<const std::uint32_t> numbers) {
    return numbers.first(numbers.size() - (has_inserted_zero(numbers) ? 2 : 1));
  };
  return std::ranges::equal(stem(left), stem(right));
}

bool holds(const TrapRule& rule, const VarbindList& varbinds) {
  if (!rule.varbind) return true;
  return std::any_of(varbinds.begin(), varbinds.end(), [&](const Varbind& varbind) {
    const auto* number = std::get_if<Integer>(&varbind.value);
    return number && varbind.oid.starts_with(*rule.varbind) &&
           std::find(rule.is.begin(), rule.is.end(), number->value) != rule.is.end();
  });
}

}  // namespace

std::string_view to_string(TrapKind kind) {
  static constexpr std::array<std::string_view, kTrapKindCount> kWords = {
      "link_down",  "link_up",    "restart", "authentication_failure",
      "dying_gasp", "on_battery", "other"};
  return kWords[static_cast<std::size_t>(kind)];
}

TrapKind kind_of(const Notification& notification, const std::vector<TrapRule>& rules) {
  for (const TrapRule& rule : rules)
    if (same_notification(rule.oid, notification.oid) && holds(rule, notification.varbinds))
      return rule.kind;
  return TrapKind::other;
}

}  // namespace commune::snmp
