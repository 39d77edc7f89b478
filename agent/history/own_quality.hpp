// How well services, users and the line did, as the agent itself measured: the part of the quality
// rows that no device reports.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/history/growth.hpp"
#include "core/model/history_reader.hpp"
#include "core/model/round_trip_bounds.hpp"
#include "core/model/snapshot.hpp"

namespace commune::history {

/// Not thread-safe. Begins with the first snapshot.
class OwnQuality {
 public:
  void look(const Snapshot& snapshot);

  /// Rows since the last call, without their start; by kind, then name.
  std::vector<Quality> finish_period();

 private:
  struct Subject {
    Quality quality;
    std::map<std::string, CounterGrowth> counters;  ///< By quantity and labels.
    HistogramGrowth round_trips{std::vector<std::uint64_t>(kRoundTripBounds.size() + 1)};
    std::uint64_t again = 0;  ///< Segments that were sent again.
    MonoTime at{};            ///< End of the last round of a probe that was counted.
    bool anything = false;
  };

  Subject& of(Measured kind, const std::string& name);
  static std::uint64_t growth(Subject& subject, const DeviceReadings& said, const Reading& reading);
  void take_services(const DeviceReadings& said);
  void take_users(const DeviceReadings& said);
  void take_user_reading(const DeviceReadings& said, const Reading& reading);
  void take_tests(const DeviceReadings& said);

  SiteId site_;
  VillageId village_;
  std::map<std::pair<Measured, std::string>, Subject> subjects_;
  std::map<Source, DeviceReadingsPtr> seen_;
};

}  // namespace commune::history
