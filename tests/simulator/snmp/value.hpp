// The values of a simulated device: a value, how it changes with time, and the row with both.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "tests/simulator/snmp/oid.hpp"

namespace commune::simulator {

/// Simulated time since the scenario began.
using SimTime = std::chrono::nanoseconds;

inline double in_seconds(SimTime time) {
  return std::chrono::duration<double>(time).count();
}

/// Each is its BER tag (RFC 3416, 3).
enum class ValueType : std::uint8_t {
  integer = 0x02,
  octet_string = 0x04,
  null = 0x05,
  oid = 0x06,
  ip_address = 0x40,
  counter32 = 0x41,
  gauge32 = 0x42,
  timeticks = 0x43,
  opaque = 0x44,
  counter64 = 0x46
};

/// `number` for INTEGER (two's complement), counters, gauges and timeticks; `bytes`, in wire
/// format, for all others.
struct Value {
  ValueType type = ValueType::null;
  std::uint64_t number = 0;
  std::string bytes;

  bool is_number() const {
    return type == ValueType::integer || type == ValueType::counter32 || is_unsigned();
  }
  bool is_counter() const { return type == ValueType::counter32 || type == ValueType::counter64; }

  friend bool operator==(const Value&, const Value&) = default;

 private:
  bool is_unsigned() const {
    return type == ValueType::gauge32 || type == ValueType::timeticks ||
           type == ValueType::counter64;
  }
};

/// How a number changes. All are functions of time, so that any moment can be computed.
struct Motion {
  enum class Kind : std::uint8_t {
    still,
    rate,  ///< Grows by `per_second`, give or take `jitter` of it.
    sine,  ///< Swings between `least` and `most` once per period.
    drift  ///< Moves to a new random point between `least` and `most` each period.
  };
  Kind kind = Kind::still;
  double per_second = 0;
  double jitter = 0;  ///< 0 to 1.
  double least = 0, most = 0;
  SimTime period = std::chrono::minutes(1);

  friend bool operator==(const Motion&, const Motion&) = default;
};

/// Falls by `depth` from `from` to `until`, in addition to other changes; used by a fault.
struct Fade {
  SimTime from{}, until{};
  double depth = 0;  ///< In the row's own units.

  friend bool operator==(const Fade&, const Fade&) = default;
};

struct Row {
  Oid oid;
  Value value;  ///< At the start.
  Motion motion;
  std::optional<Fade> fade;
};

/// The time of a request, as the device sees it.
struct DeviceTime {
  SimTime now{};
  SimTime booted{};  ///< Valid only after a restart.
  bool restarted =
      false;  ///< Since the scenario began: counters and uptimes started over at `booted`.
  std::uint64_t seed = 0;  ///< The device's own: two devices with one walk change differently.
};

/// The row's value at that moment. Pure.
Value value_at(const Row& row, const DeviceTime& time);

}  // namespace commune::simulator
