// Readings: all that a collector learnt about one device at one moment, silence included.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/model/ids.hpp"
#include "core/model/quantity.hpp"
#include "core/model/time.hpp"

namespace commune {

struct Label {
  LabelName name;
  std::string value;  ///< Any bytes a device may send; repaired to UTF-8 by the exposition.

  friend bool operator==(const Label&, const Label&) = default;
};
using Labels = std::vector<Label>;

/// One measured fact. `row` points into DeviceReadings::rows; a quantity shows those labels of the
/// row that it declares.
struct Reading {
  QuantityIndex quantity;
  std::uint32_t row;
  double value;  ///< In the quantity's base unit; counters are absolute and fit a double's 53 bits.
};

/// A distribution since the start of the agent. counts[i] holds observations <= bounds[i] and
/// greater than the bound before it (not cumulative); the last count, one past the bounds, holds
/// the rest.
struct HistogramReading {
  QuantityIndex quantity;
  std::uint32_t row;
  std::shared_ptr<const std::vector<double>>
      bounds;  ///< Seconds, ascending; shared by all targets.
  std::vector<std::uint64_t> counts;
  double sum = 0;
};

/// How one table of a profile fared in the last poll.
struct TableResult {
  std::string table;
  bool ok = false;
  std::optional<WallTime> last_success;
  std::string failure;  ///< Empty when ok. For people: "no answer to GETBULK of ifHCInOctets".
};

/// The device's identity, as it reports it. Empty strings: not reported.
struct Identity {
  std::string vendor, model, firmware, profile;

  friend bool operator==(const Identity&, const Identity&) = default;
};

/// How one probe of a service fares, as of its last round.
struct ProbeResult {
  std::string probe;  ///< Its id.
  std::string name;   ///< For people.
  bool essential = false;
  bool reference = false;                  ///< Only shows whether anything at all is reached.
  Milliseconds interval{0};                ///< Between two rounds.
  bool ok = false;                         ///< What the last round said.
  int rounds = 0;                          ///< In a row that said so; 0: none has ended yet.
  MonoTime since{};                        ///< End of the first of them.
  MonoTime at{};                           ///< End of the last of them.
  std::optional<Milliseconds> round_trip;  ///< The last connection's; empty: none was made.
  std::string reason;   ///< Why it failed, the label of probe.failures; empty when ok.
  std::string failure;  ///< The same for people, in English.
};

/// Which collector spoke. Also the index of its slot in a DeviceView.
enum class Source : std::uint8_t { icmp, snmp, capture, service, throughput };
inline constexpr std::size_t kSourceCount = 5;

/// Everything one collector knows about one device after a poll. Replaces what the same collector
/// said before: a row that is gone here is gone everywhere. Immutable once handed to a Sink.
struct DeviceReadings {
  DeviceId device;
  Source source = Source::icmp;
  Moment taken;                       ///< End of the poll.
  Milliseconds interval{0};           ///< How often this device is polled.
  bool answered = false;              ///< The device said something in this poll.
  std::optional<Moment> last_answer;  ///< The last time it said something; empty: never.
  int silent_polls = 0;               ///< Polls in a row without an answer; 0 when answered.
  std::string failure;                ///< Why, for people; empty when all is well.
  std::vector<Labels> rows;           ///< rows[0] may be empty: readings without labels.
  std::vector<Reading> readings;
  std::vector<HistogramReading> histograms;
  std::vector<TableResult> tables;
  std::vector<ProbeResult> probes;  ///< In the order of the configuration.
  std::optional<Identity> identity;

  /// The row's value of that label; empty if it has none.
  const std::string& label(std::uint32_t row, LabelName name) const {
    static const std::string kNone;
    if (row < rows.size())
      for (const Label& one : rows[row])
        if (one.name == name) return one.value;
    return kNone;
  }
};

using DeviceReadingsPtr = std::shared_ptr<const DeviceReadings>;

}  // namespace commune
