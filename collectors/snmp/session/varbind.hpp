// A variable binding (RFC 3416): an OID and its value, free of net-snmp's types.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "collectors/snmp/session/oid.hpp"

namespace commune::snmp {

/// Integers keep their SMI type, as only counters wrap.
enum class IntegerType : std::uint8_t {
  integer32,
  counter32,
  gauge32,
  time_ticks,
  counter64,
  other
};

struct Integer {
  IntegerType type = IntegerType::integer32;
  std::int64_t value = 0;  ///< Counter64 above 2^63-1 is kept modulo 2^64: cast to unsigned.
  friend bool operator==(const Integer&, const Integer&) = default;
};

/// Why there is no value (RFC 3416, 4.2): also NULL, which some devices send for "unknown".
enum class Absent : std::uint8_t { null, no_such_object, no_such_instance, end_of_mib_view };

/// An OID as a value. Rare, so it is allocated and the other values stay small.
class OidValue {
 public:
  OidValue(Oid oid) : oid_(std::make_shared<const Oid>(std::move(oid))) {}
  const Oid& oid() const { return *oid_; }
  friend bool operator==(const OidValue& a, const OidValue& b) { return *a.oid_ == *b.oid_; }

 private:
  std::shared_ptr<const Oid> oid_;
};

/// Octets are kept as sent: text, a MAC address or an opaque float (decoded to double).
using Value = std::variant<Absent, Integer, double, std::string, OidValue>;

struct Varbind {
  Oid oid;
  Value value;
};
using VarbindList = std::vector<Varbind>;

inline bool absent(const Value& value) {
  return std::holds_alternative<Absent>(value);
}

}  // namespace commune::snmp
