// Object identifiers (RFC 2578): short sequences of 32-bit numbers with an order.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/model/result.hpp"

namespace commune::snmp {

/// A value type; ordered as the MIB tree is walked. OIDs of up to kInline numbers, nearly all of
/// them, need no allocation: a poll handles thousands.
class Oid {
 public:
  static constexpr std::size_t kMostNumbers = 128;  ///< RFC 2578, 3.5
  static constexpr std::size_t kInline = 15;

  Oid() = default;
  Oid(std::initializer_list<std::uint32_t> numbers) : Oid(std::span(numbers)) {}
  explicit Oid(std::span<const std::uint32_t> numbers) { assign(numbers); }
  Oid(const Oid& other) { assign(other.numbers()); }
  Oid(Oid&& other) noexcept { swap(other); }
  Oid& operator=(const Oid& other) {
    if (this != &other) assign(other.numbers());
    return *this;
  }
  Oid& operator=(Oid&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Oid() = default;

  /// Reads "1.3.6.1" or ".1.3.6.1". At most kMostNumbers numbers, each below 2^32.
  static Result<Oid> parse(std::string_view text);

  /// Valid until this OID changes.
  std::span<const std::uint32_t> numbers() const { return {data(), size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  /// True when this OID is `prefix` or lies below it.
  bool starts_with(const Oid& prefix) const;

  /// The numbers after the first `length`: the index of a row.
  Oid suffix(std::size_t length) const;

  Oid with(std::uint32_t number) const;
  Oid with(const Oid& tail) const;

  std::string str() const;  ///< "1.3.6.1", without a leading dot.

  friend bool operator==(const Oid& a, const Oid& b);
  friend std::strong_ordering operator<=>(const Oid& a, const Oid& b);

 private:
  const std::uint32_t* data() const { return long_ ? long_.get() : short_.data(); }
  void assign(std::span<const std::uint32_t> numbers, std::span<const std::uint32_t> more = {});
  void swap(Oid& other) noexcept;

  std::uint32_t size_ = 0;
  std::array<std::uint32_t, kInline> short_;  // the size_ numbers, when they fit
  std::unique_ptr<std::uint32_t[]> long_;     // all numbers, when they do not
};

}  // namespace commune::snmp
