// The coverage ledger, as a part. It looks at the latest readings on the main loop.
#pragma once

#include <memory>

#include "agent/run/coverage_watch.hpp"
#include "agent/run/part.hpp"
#include "agent/run/parts/history_part.hpp"

namespace commune {

class CoveragePart final : public Part {
 public:
  CoveragePart(const Configuration& configuration, HistoryPart& history)
      : Part("coverage"), setup_(setup_of(configuration)), history_(history) {}

  /// After start().
  CoverageWatch& watch() { return *watch_; }

  Turn turn() const override { return Turn::together; }

  Result<void> start() override {
    watch_ = std::make_unique<CoverageWatch>(std::move(setup_), history_.history());
    return {};
  }

  Result<void> use(const Configuration& next) override {
    watch_->replace(setup_of(next));
    return {};
  }

  /// On return the ledger's last entry is on disk, if it can be written.
  void stop() override { watch_->stop(); }

 private:
  static coverage::Setup setup_of(const Configuration& configuration) {
    const auto& settings = configuration.settings;
    return {configuration.inventory, settings.judged, settings.thresholds, settings.maintenance};
  }

  coverage::Setup setup_;  ///< Used by start().
  HistoryPart& history_;
  std::unique_ptr<CoverageWatch> watch_;
};

}  // namespace commune
