#include "collectors/snmp/session/oid.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/ranges.h>

namespace commune::snmp {
Result<Oid> Oid::parse(std::string_view text) {
  const std::string_view whole = text;
  if (text.starts_with('.')) text.remove_prefix(1);
  std::array<std::uint32_t, kMostNumbers> numbers;
  std::size_t count = 0;
  while (true) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || count == kMostNumbers)
      return fail("", "\"{}\" is not an OID such as 1.3.6.1.2.1.1.3.0", whole);
    numbers[count++] = number;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return Oid(std::span(numbers).first(count));
    if (text.front() != '.')
      return fail("", "\"{}\" is not an OID such as 1.3.6.1.2.1.1.3.0", whole);
    text.remove_prefix(1);
  }
}

bool Oid::starts_with(const Oid& prefix) const {
  return size() >= prefix.size() &&
         std::equal(prefix.data(), prefix.data() + prefix.size(), data());
}

Oid Oid::suffix(std::size_t length) const {
  return Oid(numbers().subspan(std::min(length, size())));
}

Oid Oid::with(std::uint32_t number) const {
  Oid longer;
  longer.assign(numbers(), {&number, 1});
  return longer;
}

Oid Oid::with(const Oid& tail) const {
  Oid longer;
  longer.assign(numbers(), tail.numbers());
  return longer;
}

std::string Oid::str() const {
  return fmt::format("{}", fmt::join(numbers(), "."));
}

void Oid::assign(std::span<const std::uint32_t> numbers, std::span<const std::uint32_t> more) {
  const std::size_t size = numbers.size() + more.size();
  auto fresh = size > kInline ? std::make_unique<std::uint32_t[]>(size) : nullptr;
  std::uint32_t* to = fresh ? fresh.get() : short_.data();
  to = std::copy(numbers.begin(), numbers.end(), to);
  std::copy(more.begin(), more.end(), to);
  size_ = static_cast<std::uint32_t>(size);
  long_ = std::move(fresh);
}

void Oid::swap(Oid& other) noexcept {
  const auto in_use = [](const Oid& oid) { return oid.long_ ? 0 : oid.size_; };
  const auto mine = in_use(*this), theirs = in_use(other);
  std::swap_ranges(short_.begin(), short_.begin() + std::max(mine, theirs), other.short_.begin());
  std::swap(size_, other.size_);
  long_.swap(other.long_);
}

bool operator==(const Oid& a, const Oid& b) {
  return a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data());
}

std::strong_ordering operator<=>(const Oid& a, const Oid& b) {
  return std::lexicographical_compare_three_way(a.data(), a.data() + a.size(), b.data(),
                                                b.data() + b.size());
}

}  // namespace commune::snmp
