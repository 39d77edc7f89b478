// Watches the agent's own readings: rates of the last minute and round trips of the last five,
// collected for the status page.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "core/model/snapshot.hpp"
#include "core/model/vantage_picture.hpp"
#include "core/runtime/guarded.hpp"

namespace commune {

/// Counters and histograms by name, over a window of time.
class CounterHistory {
 public:
  explicit CounterHistory(std::chrono::seconds length) : length_(length) {}

  using Values = std::map<std::string, double>;
  void add(MonoTime at, Values values);

  /// Growth between the oldest and the newest; empty while there is only one, or if the counter has
  /// started over.
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

  DeviceReadingsPtr seen_;  ///< From the capture.
  CounterHistory minute_{std::chrono::seconds(60)}, five_minutes_{std::chrono::seconds(300)};
  std::map<std::string, double> durations_;  ///< By probe.
  Guarded<VantagePicturePtr> shown_{std::make_shared<const VantagePicture>()};
};

}  // namespace commune
