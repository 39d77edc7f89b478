#include "collectors/snmp/traps/notification.hpp"

#include <limits>
#include <utility>

#include "core/model/text.hpp"

#include <fmt/format.h>

namespace commune::snmp {
namespace {

constexpr std::int64_t kEnterpriseSpecific = 6;  // RFC 1157, 4.1.6
const Oid kStandardTraps = {1, 3, 6, 1, 6, 3, 1, 1, 5};
const Oid kSysUpTime = {1, 3, 6, 1, 2, 1, 1, 3, 0};
const Oid kTrapOid = {1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0};
const Oid kIfIndex = {1, 3, 6, 1, 2, 1, 2, 2, 1, 1};
const Oid kIfDescr = {1, 3, 6, 1, 2, 1, 2, 2, 1, 2};
const Oid kIfName = {1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1};

const Value* value_of(const VarbindList& varbinds, const Oid& column) {
  for (const Varbind& varbind : varbinds)
    if (varbind.oid.starts_with(column)) return &varbind.value;
  return nullptr;
}

std::string text_of(const VarbindList& varbinds, const Oid& column) {
  const Value* value = value_of(varbinds, column);
  const auto* octets = value ? std::get_if<std::string>(value) : nullptr;
  return octets ? printable(*octets) : std::string();
}

}  // namespace

std::optional<Notification> notification_of_v1(const Oid& enterprise, std::int64_t generic,
                                               std::int64_t specific, VarbindList varbinds) {
  if (generic >= 0 && generic < kEnterpriseSpecific)
    return Notification{kStandardTraps.with(static_cast<std::uint32_t>(generic + 1)),
                        std::move(varbinds)};
  const bool fits = specific >= 0 && specific <= std::numeric_limits<std::int32_t>::max();
  if (generic != kEnterpriseSpecific || !fits || enterprise.size() + 2 > Oid::kMostNumbers)
    return std::nullopt;
  return Notification{enterprise.with(0).with(static_cast<std::uint32_t>(specific)),
                      std::move(varbinds)};
}

std::optional<Notification> notification_of_v2(VarbindList varbinds) {
  std::optional<Oid> named;
  std::erase_if(varbinds, [&](const Varbind& varbind) {
    if (varbind.oid == kSysUpTime) return true;
    if (varbind.oid != kTrapOid) return false;
    const auto* oid = std::get_if<OidValue>(&varbind.value);
    if (oid && !named) named = oid->oid();
    return true;
  });
  if (!named) return std::nullopt;
  return Notification{*std::move(named), std::move(varbinds)};
}

std::string interface_of(const Notification& notification) {
  for (const Oid* column : {&kIfName, &kIfDescr})
    if (std::string name = text_of(notification.varbinds, *column); !name.empty()) return name;
  const Value* value = value_of(notification.varbinds, kIfIndex);
  const auto* index = value ? std::get_if<Integer>(value) : nullptr;
  return index ? fmt::format("ifIndex {}", index->value) : std::string();
}

}  // namespace commune::snmp
