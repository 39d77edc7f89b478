// Identifiers as types of their own, so that a site cannot be passed as a device.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace commune {

/// A name that the operator gave in the configuration: lower-case letters, digits, "-", "_" and
/// ".".
template <typename Tag>
struct Id {
  std::string value;

  bool empty() const { return value.empty(); }
  friend bool operator==(const Id&, const Id&) = default;
  friend auto operator<=>(const Id&, const Id&) = default;
};

using VillageId = Id<struct VillageTag>;
using SiteId = Id<struct SiteTag>;
using ContactId = Id<struct ContactTag>;
using DeviceId = Id<struct DeviceTag>;
using LinkId = Id<struct LinkTag>;

/// IF-MIB ifIndex. Some devices exceed the MIB's 2^31-1, hence unsigned.
enum class IfIndex : std::uint32_t {};

}  // namespace commune

template <typename Tag>
struct std::hash<commune::Id<Tag>> {
  std::size_t operator()(const commune::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};
