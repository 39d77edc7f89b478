#include "agent/commands/discover/asked_ranges.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "core/model/text.hpp"

namespace commune::discover {
namespace {

constexpr int kShortestV6Prefix = 120;

struct Cidr {
  Address address;
  int prefix = 0;
};

Result<Cidr> read(const std::string& text) {
  const auto slash = text.find('/');
  const auto address = numeric_address(text.substr(0, slash));
  if (!address)
    return fail(printable(text),
                "is not an address range: write for example 10.77.1.0/24, 10.77.1.9 or fd77::13 "
                "(host names are not looked up)");
  const int longest = address->is_v4() ? 32 : 128;
  if (slash == std::string::npos) return Cidr{*address, longest};
  const std::string digits = text.substr(slash + 1);
  Cidr cidr{*address, -1};
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), cidr.prefix);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  if (!whole || cidr.prefix < 0 || cidr.prefix > longest)
    return fail(printable(text), "\"{}\" is not a prefix length: from 0 to {} here",
                printable(digits), longest);
  return cidr;
}

AddressRange block_of(const Cidr& cidr) {
  const int free_bits = (cidr.address.is_v4() ? 32 : 128) - cidr.prefix;
  const auto hosts = static_cast<std::uint32_t>((std::uint64_t{1} << free_bits) - 1);
  if (cidr.address.is_v4()) {
    const asio::ip::address_v4 network(cidr.address.to_v4().to_uint() & ~hosts);
    return {network, following(network, hosts)};
  }
  auto bytes = cidr.address.to_v6().to_bytes();
  bytes.back() &= static_cast<std::uint8_t>(~hosts);
  const asio::ip::address_v6 network(bytes, cidr.address.to_v6().scope_id());
  return {network, following(network, hosts)};
}

bool overlap(const AddressRange& a, const AddressRange& b) {
  return family_of(a.first) == family_of(b.first) && a.first <= b.last && b.first <= a.last;
}

struct Reserved {
  const char* first;
  const char* last;
  const char* what;
};

// Addresses that no device answers from, and those that reach many devices at once.
constexpr std::array<Reserved, 4> kReserved = {{
    {"0.0.0.0", "0.255.255.255", "no device has an address in 0.0.0.0/8"},
    {"224.0.0.0", "239.255.255.255",
     "224.0.0.0/4 is multicast: one packet would reach many devices"},
    {"240.0.0.0", "255.255.255.255", "240.0.0.0/4 is reserved, and its last address is broadcast"},
    {"ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ff00::/8 is multicast"},
}};

std::string objection(const AddressRange& block) {
  for (const auto& [first, last, what] : kReserved)
    if (overlap(block, {asio::ip::make_address(first), asio::ip::make_address(last)})) return what;
  if (block.first.is_v6() && block.first.is_unspecified())
    return "\"::\" is not the address of a device";
  // This machine's own addresses are swept only if the range names them directly.
  const AddressRange loopback{asio::ip::make_address("127.0.0.0"),
                              asio::ip::make_address("127.255.255.255")};
  const bool within = loopback.first <= block.first && block.last <= loopback.last;
  if (overlap(block, loopback) && !within)
    return "contains 127.0.0.0/8, which is this machine itself: leave it out";
  return {};
}

Result<AddressRange> range_of(const std::string& text, bool large) {
  const auto cidr = read(text);
  if (!cidr) return tl::unexpected(cidr.error());
  if (cidr->address.is_v6() && cidr->prefix < kShortestV6Prefix)
    return fail(text,
                "is too large to sweep: IPv6 accepts single addresses, and prefixes from /{} "
                "to /128",
                kShortestV6Prefix);
  AddressRange block = block_of(*cidr);
  if (block.first != cidr->address)
    return fail(text, "has bits set after the prefix: write {}/{} for the range, {} for the one",
                block.first.to_string(), cidr->prefix, cidr->address.to_string());
  if (auto why = objection(block); !why.empty()) return fail(text, "{}", why);
  if (!large && block.size() > kMostAddresses)
    return fail(text, "has {} addresses; more than {} (a /16) need --large", block.size(),
                kMostAddresses);
  if (cidr->address.is_v4() && cidr->prefix <= 30)
    block = {following(block.first, 1),
             following(block.first, static_cast<std::uint32_t>(block.size() - 2))};
  return block;
}

}  // namespace

ResultOrErrors<AddressRanges> asked_ranges(const std::vector<std::string>& cidrs, bool large) {
  std::vector<AddressRange> ranges;
  std::vector<Error> errors;
  for (const std::string& text : cidrs) {
    if (auto range = range_of(text, large))
      ranges.push_back(*range);
    else
      errors.push_back(std::move(range.error()));
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  AddressRanges merged(std::move(ranges));
  if (!large && merged.size() > kMostAddresses)
    return tl::unexpected(std::vector{Error{
        "the ranges together", fmt::format("have {} addresses; more than {} (a /16) need --large",
                                           merged.size(), kMostAddresses)}});
  return merged;
}

}  // namespace commune::discover
