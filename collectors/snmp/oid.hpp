// Object identifiers (RFC 2578): short sequences of 32-bit numbers with an order.
#pragma once

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.hpp"

namespace commune::snmp {

/// A value type; ordered as the MIB tree is walked.
class Oid {
 public:
  Oid() = default;
  Oid(std::initializer_list<std::uint32_t> numbers) : numbers_(numbers) {}
  explicit Oid(std::vector<std::uint32_t> numbers) : numbers_(std::move(numbers)) {}

  /// Reads "1.3.6.1" or ".1.3.6.1". At most 128 numbers (RFC 2578, 3.5), each below 2^32.
  static Result<Oid> parse(std::string_view text);

  std::span<const std::uint32_t> numbers() const { return numbers_; }
  std::size_t size() const { return numbers_.size(); }
  bool empty() const { return numbers_.empty(); }

  /// True when this OID is `prefix` or lies below it.
  bool starts_with(const Oid& prefix) const;

  /// What follows the first `length` numbers: the index of a row.
  Oid suffix(std::size_t length) const;

  Oid with(std::uint32_t number) const;
  Oid with(const Oid& tail) const;

  std::string str() const;  ///< "1.3.6.1", without a leading dot.

  friend bool operator==(const Oid&, const Oid&) = default;
  friend std::strong_ordering operator<=>(const Oid& a, const Oid& b);

 private:
  std::vector<std::uint32_t> numbers_;
};

}  // namespace commune::snmp
