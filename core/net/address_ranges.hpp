// A set of IP addresses kept as ranges, so that a /16 costs no more than a single address. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "core/net/address.hpp"

namespace commune {

/// Both ends belong to it, and both are of one family. At most 2^32 addresses: those of IPv6 differ
/// in their last four bytes alone.
struct AddressRange {
  Address first, last;

  std::uint64_t size() const;
  friend bool operator==(const AddressRange&, const AddressRange&) = default;
};

/// Sorted, each address once: ranges that overlap are one.
class AddressRanges {
 public:
  AddressRanges() = default;
  explicit AddressRanges(std::vector<AddressRange> ranges);

  const std::vector<AddressRange>& ranges() const { return ranges_; }
  std::uint64_t size() const {
    return ranges_.empty() ? 0 : before_.back() + ranges_.back().size();
  }

  /// The address with `position` others before it; `position` is less than size().
  Address at(std::uint64_t position) const;
  bool contains(const Address& address) const;
  bool has(Family family) const;

 private:
  std::vector<AddressRange> ranges_;
  std::vector<std::uint64_t> before_;  ///< How many addresses lie before each range.
};

/// `address` and the `distance` following it; what overflows the last four bytes is lost.
Address following(const Address& address, std::uint32_t distance);

}  // namespace commune
