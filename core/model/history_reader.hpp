// What was: read from the gateway's own history, or from a central Prometheus. Exports and pages
// see it through this interface alone.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/coverage.hpp"
#include "core/model/result.hpp"
#include "core/model/round_trip_bounds.hpp"

namespace commune {

/// Lengths of quality rows: five minutes, an hour, a day (UTC).
enum class RollUp : std::uint8_t { five_minutes, hour, day };
inline constexpr std::size_t kRollUpCount = 3;
Milliseconds length(RollUp roll_up);

/// The thing that a row of quality is about, and the collector that measured it.
enum class Measured : std::uint8_t {
  device,   ///< Pings and SNMP of a device.
  service,  ///< The rounds of a probe.
  users,    ///< Users' packets on an interface; its name and the side: "br-lan wan".
  line      ///< A throughput test.
};
inline constexpr std::array kMeasured = {Measured::device, Measured::service, Measured::users,
                                         Measured::line};
std::string_view to_string(Measured kind);
/// nullopt for a word that is none of them.
std::optional<Measured> measured_of(std::string_view word);

/// How well something served in one roll-up period. Values that were not reported are empty; counts
/// are 0.
struct Quality {
  Measured kind = Measured::device;
  std::string name;  ///< The id of the device, probe or test.
  SiteId site;
  VillageId village;
  LedgerTime start{};
  /// Pings and their replies; rounds of a probe and those that succeeded; TCP segments and those
  /// that were not sent again; throughput tests and those that are valid.
  std::uint64_t requests = 0, replies = 0;
  std::vector<std::uint64_t> round_trips;  ///< Counts by kRoundTripBounds and the rest; not
                                           ///< cumulative; may be empty.
  std::uint64_t receive_bytes = 0, transmit_bytes = 0;  ///< A device's: its busiest interface's.
  bool traffic_known = false;
  std::optional<double> peak_receive_rate,
      peak_transmit_rate;                  ///< Bytes a second, that interface's.
  std::optional<double> peak_utilization;  ///< The share of capacity used on its fullest interface.
  std::optional<double> peak_clients;      ///< On all radios together.
  std::optional<double> least_optical_power_dbm;  ///< Received, worst port.
  std::optional<double> least_rsrp_dbm;           ///< Worst modem.

  /// Adds the figures of another period or device; whose they are, and since when, stays.
  Quality& operator+=(const Quality& other);

  friend bool operator==(const Quality&, const Quality&) = default;
};

/// Callbacks are called in the caller's thread, one row at a time, so that a year needs no more
/// memory than a day; what one throws passes through. One thread at a time per reader.
class HistoryReader {
 public:
  virtual ~HistoryReader() = default;

  /// Intervals that overlap the range, whole (not clipped), by subject, then start. `open` ones end
  /// where the ledger ends.
  virtual Result<void> intervals(TimeRange range,
                                 const std::function<void(const Interval&)>& each) = 0;

  /// Outages that overlap the range, whole, by start, then id, with cut_off filled.
  virtual Result<void> outages(TimeRange range, const std::function<void(const Outage&)>& each) = 0;

  /// Rows whose period begins in the range, by start, then device.
  virtual Result<void> quality(RollUp roll_up, TimeRange range,
                               const std::function<void(const Quality&)>& each) = 0;

  /// Announced work that overlaps the range, by start, then id.
  virtual Result<std::vector<Maintenance>> maintenance(TimeRange range) = 0;

  /// From the first to the last moment that the ledger knows of; empty when it holds nothing.
  virtual Result<std::optional<TimeRange>> extent() = 0;
};

}  // namespace commune
