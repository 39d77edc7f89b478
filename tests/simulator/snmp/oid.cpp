#include "tests/simulator/snmp/oid.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace commune::simulator {

std::optional<Oid> parse_oid(std::string_view text) {
  if (!text.empty() && text.front() == '.') text.remove_prefix(1);
  Oid oid;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    std::uint32_t number = 0;
    const auto [rest, error] = std::from_chars(at, end, number);
    if (error != std::errc() || oid.size() == kLongestOid) return std::nullopt;
    oid.push_back(number);
    if (rest == end) break;
    if (*rest != '.') return std::nullopt;
    at = rest + 1;
  }
  // RFC 2578, 3.5 and X.690, 8.19.4: the first two numbers share one byte sequence.
  if (oid.size() < 2 || oid[0] > 2 || (oid[0] < 2 && oid[1] > 39)) return std::nullopt;
  return oid;
}

std::string to_string(const Oid& oid) {
  return fmt::format("{}", fmt::join(oid, "."));
}

bool starts_with(const Oid& oid, const Oid& prefix) {
  return oid.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), oid.begin());
}

}  // namespace commune::simulator
