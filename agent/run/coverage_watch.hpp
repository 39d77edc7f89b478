// The ledger while the agent runs: once a second the engine looks at the latest readings, and its
// records go to the history.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "agent/coverage/coverage_engine.hpp"
#include "agent/history/history.hpp"
#include "agent/history/quality_sampler.hpp"
#include "core/runtime/guarded.hpp"

namespace commune {

/// Everything runs on the main loop, except picture() and clock_known(), which any thread may call.
class CoverageWatch {
 public:
  CoverageWatch(coverage::Setup setup, history::History& history);

  /// Returns the devices that should be polled at once.
  std::vector<DeviceId> look(const Snapshot& snapshot);

  void replace(coverage::Setup setup);
  void announce(const Maintenance& maintenance);

  /// Writes the final records of an orderly stop.
  void stop();

  CoveragePicturePtr picture() const;

  /// Whether the wall clock is trusted and the history could be read: until then entries have no
  /// date.
  bool clock_known() const;

 private:
  void date_once_possible(Moment now);
  void keep_configured_work();
  CoveragePicturePtr show();
  void log_changes(const CoveragePicture& before, const CoveragePicture& fresh);

  struct Shown {
    CoveragePicturePtr picture;
    bool clock_known = false;
  };

  history::History& history_;
  std::vector<Maintenance> configured_;
  coverage::CoverageEngine engine_;
  history::QualitySampler sampler_;
  Guarded<Shown> shown_;
  bool remembered_ = false;
  std::set<std::string> logged_;  ///< Open outages that were logged.
};

}  // namespace commune
