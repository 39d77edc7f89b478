// The ledger as it goes on: once a second the engine looks at the latest readings, and what it
// enters goes into the history.
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

/// All on the main loop, but for picture() and clock_known(), which any thread may ask.
class CoverageWatch {
 public:
  CoverageWatch(coverage::Setup setup, history::History& history);

  /// Gives the devices that are worth asking at once.
  std::vector<DeviceId> look(const Snapshot& snapshot);

  void replace(coverage::Setup setup);
  void announce(const Maintenance& maintenance);

  /// The last word of an orderly stop.
  void stop();

  CoveragePicturePtr picture() const;

  /// Whether the wall clock is believed and the history could be read: until then nothing is dated.
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
  std::set<std::string> logged_;  ///< Open outages that the log has named.
};

}  // namespace commune
