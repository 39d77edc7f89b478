#include "collectors/snmp/oid.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/ranges.h>

namespace commune::snmp {
namespace {

constexpr std::size_t kMostNumbers = 128;  // RFC 2578, 3.5

}  // namespace

Result<Oid> Oid::parse(std::string_view text) {
  const std::string_view whole = text;
  if (text.starts_with('.')) text.remove_prefix(1);
  std::vector<std::uint32_t> numbers;
  while (true) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || numbers.size() == kMostNumbers)
      return fail("", "\"{}\" is not an OID such as 1.3.6.1.2.1.1.3.0", whole);
    numbers.push_back(number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return Oid(std::move(numbers));
    if (text.front() != '.')
      return fail("", "\"{}\" is not an OID such as 1.3.6.1.2.1.1.3.0", whole);
    text.remove_prefix(1);
  }
}

bool Oid::starts_with(const Oid& prefix) const {
  return size() >= prefix.size() &&
         std::equal(prefix.numbers_.begin(), prefix.numbers_.end(), numbers_.begin());
}

Oid Oid::suffix(std::size_t length) const {
  return Oid(std::vector(numbers_.begin() + static_cast<std::ptrdiff_t>(std::min(length, size())),
                         numbers_.end()));
}

Oid Oid::with(std::uint32_t number) const {
  Oid longer = *this;
  longer.numbers_.push_back(number);
  return longer;
}

Oid Oid::with(const Oid& tail) const {
  Oid longer = *this;
  longer.numbers_.insert(longer.numbers_.end(), tail.numbers_.begin(), tail.numbers_.end());
  return longer;
}

std::string Oid::str() const {
  return fmt::format("{}", fmt::join(numbers_, "."));
}

std::strong_ordering operator<=>(const Oid& a, const Oid& b) {
  return std::lexicographical_compare_three_way(a.numbers_.begin(), a.numbers_.end(),
                                                b.numbers_.begin(), b.numbers_.end());
}

}  // namespace commune::snmp
