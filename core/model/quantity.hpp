// What a quantity is: a fact that the agent can measure. Every one is declared once, in
// core/model/quantity_table.hpp. Profiles refer to quantities by name; the exposition,
// docs/metrics.md and the checks on units follow from the table.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace commune {

enum class MetricType { gauge, counter, histogram };

/// What the value counts, in base units.
enum class Unit {
  none,
  bytes,
  packets,
  seconds,
  ratio,
  dbm,
  decibels,
  celsius,
  volts,
  amperes,
  hertz,
  meters,
  bytes_per_second,
  timestamp
};

/// Labels a quantity may carry beside village, site and device.
enum class LabelName : std::uint8_t {
  interface,
  alias,
  radio,
  ssid,
  ap,
  peer,
  port,
  onu,
  pon,
  modem,
  technology,
  operator_,
  sensor,
  cpu,
  pool,
  phase,
  stat,
  table,
  reason,
  kind,
  family,
  method,
  result,
  probe,
  name,
  target,
  essential,
  direction,
  class_,
  side,
  rank,
  test,
  period
};
std::string_view to_string(LabelName name);
std::string_view to_string(MetricType type);
std::string_view to_string(Unit unit);

/// Whose fact it is: a device's (labels village, site, device), that of the place where the agent
/// stands (labels village, site), or the agent's own (no such labels).
enum class Scope { device, vantage, agent };

struct Quantity {
  std::string_view name;    ///< "interface.receive_bytes"
  std::string_view metric;  ///< "commune_interface_receive_bytes_total"
  MetricType type;
  Unit unit;
  std::string_view help;
  std::span<const LabelName> labels;
  Scope scope = Scope::device;
  /// Values outside are a device's mistake and are not reported.
  double plausible_min = -std::numeric_limits<double>::infinity();
  double plausible_max = std::numeric_limits<double>::infinity();
};

/// Position in quantities(): small enough to be stored with every reading.
enum class QuantityIndex : std::uint16_t {};

/// The whole table, in the order in which the exposition prints it.
std::span<const Quantity> quantities();

const Quantity& quantity(QuantityIndex index);

}  // namespace commune
