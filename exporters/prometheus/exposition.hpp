// Turns a snapshot into the page that Prometheus scrapes (text format 0.0.4).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/coverage_picture.hpp"
#include "core/model/history_figures.hpp"
#include "core/model/part_figures.hpp"
#include "core/model/remote_write_figures.hpp"
#include "core/model/snapshot.hpp"
#include "exporters/prometheus/build_info.hpp"
#include "exporters/prometheus/metric_selection.hpp"
#include "exporters/prometheus/process_figures.hpp"
#include "exporters/prometheus/self_metrics.hpp"

namespace commune {

/// The page's Content-Type.
inline constexpr std::string_view kExpositionContentType =
    "text/plain; version=0.0.4; charset=utf-8";

/// What the page shows beside the readings. An absent member has no series.
struct LedgerView {
  CoveragePicturePtr coverage;  ///< nullptr: no ledger is kept.
  std::optional<HistoryFigures> history;
  std::vector<RemoteWriteFigures> remote_write = {};  ///< One for each receiver.
  std::vector<PartFigures> parts = {};
};

/// Thread-safe. What is not selected costs next to nothing. The same snapshot and ledger give the
/// same text, but for the process's own figures.
class Exposition {
 public:
  /// `self` may be nullptr: then its metrics are not there. `process_figures` is asked at every
  /// render.
  explicit Exposition(
      BuildInfo build, std::shared_ptr<const SelfMetrics> self = nullptr,
      ProcessFigures (*process_figures)() = [] { return read_process_figures(); });

  /// A series is on the page as long as a collector reports it: one that left the snapshot leaves
  /// the page.
  std::string render(const Snapshot& snapshot, const LedgerView& ledger = {},
                     const MetricSelection& selection = {}) const;

 private:
  BuildInfo build_;
  std::shared_ptr<const SelfMetrics> self_;
  ProcessFigures (*process_figures_)();
};

}  // namespace commune
