// Keeps an eye on the agent's own readings: rates of the last minute, round trips of the last five,
// put together for the status page.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "core/model/snapshot.hpp"
#include "core/model/vantage_picture.hpp"
#include "core/runtime/guarded.hpp"

namespace commune {

/// Counters and histograms by name, over a stretch of time.
class CounterHistory {
 public:
  explicit CounterHistory(std::chrono::seconds length) : length_(length) {}

  using Values = std::map<std::string, double>;
  void add(MonoTime at, Values values);

  /// Growth between the oldest and the newest; nothing as long as there is one alone, or where it
  /// began anew.
  std::optional<double> growth(const std::string& name) const;
  double seconds_between() const;

 private:
  struct Sample {
    MonoTime at;
    Values values;
  };
  std::chrono::seconds length_;
  std::deque<Sample> samples_;
};

/// look() on the main loop; picture() from any thread.
class VantageWatch {
 public:
  void look(const Snapshot& snapshot);

  VantagePicturePtr picture() const {
    return shown_.with([](const VantagePicturePtr& shown) { return shown; });
  }

 private:
  void remember(const DeviceReadings& capture);

  DeviceReadingsPtr seen_;  ///< Of the capture.
  CounterHistory minute_{std::chrono::seconds(60)}, five_minutes_{std::chrono::seconds(300)};
  std::map<std::string, double> durations_;  ///< By probe.
  Guarded<VantagePicturePtr> shown_{std::make_shared<const VantagePicture>()};
};

}  // namespace commune
