#include "core/net/address_ranges.hpp"

#include <algorithm>

namespace commune {
namespace {

// The last four bytes as a number: all that differs within a range.
std::uint32_t low_bits(const Address& address) {
  if (address.is_v4()) return address.to_v4().to_uint();
  const auto bytes = address.to_v6().to_bytes();
  std::uint32_t low = 0;
  for (std::size_t i = bytes.size() - 4; i < bytes.size(); ++i)
    low = low << 8 | bytes[i];
  return low;
}

}  // namespace

std::uint64_t AddressRange::size() const {
  return std::uint64_t{low_bits(last)} - low_bits(first) + 1;
}

Address following(const Address& address, std::uint32_t distance) {
  std::uint32_t low = low_bits(address) + distance;
  if (address.is_v4()) return asio::ip::address_v4(low);
  auto bytes = address.to_v6().to_bytes();
  for (std::size_t i = bytes.size(); i > bytes.size() - 4; low >>= 8)
    bytes[--i] = static_cast<std::uint8_t>(low);
  return asio::ip::address_v6(bytes, address.to_v6().scope_id());
}

AddressRanges::AddressRanges(std::vector<AddressRange> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const AddressRange& a, const AddressRange& b) { return a.first < b.first; });
  for (const AddressRange& range : ranges) {
    if (ranges_.empty() || ranges_.back().last < range.first)
      ranges_.push_back(range);
    else
      ranges_.back().last = std::max(ranges_.back().last, range.last);
  }
  std::uint64_t so_far = 0;
  for (const AddressRange& range : ranges_) {
    before_.push_back(so_far);
    so_far += range.size();
  }
}

Address AddressRanges::at(std::uint64_t position) const {
  const auto after = std::upper_bound(before_.begin(), before_.end(), position);
  const auto range = static_cast<std::size_t>(after - before_.begin()) - 1;
  return following(ranges_[range].first, static_cast<std::uint32_t>(position - before_[range]));
}

bool AddressRanges::contains(const Address& address) const {
  return std::any_of(ranges_.begin(), ranges_.end(), [&](const AddressRange& range) {
    return range.first <= address && address <= range.last;
  });
}

bool AddressRanges::has(Family family) const {
  return std::any_of(ranges_.begin(), ranges_.end(), [family](const AddressRange& range) {
    return family_of(range.first) == family;
  });
}

}  // namespace commune
