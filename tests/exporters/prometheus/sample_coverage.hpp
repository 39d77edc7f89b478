// Small pictures of coverage to make pages of.
#pragma once

#include <cstddef>

#include "core/model/coverage_picture.hpp"
#include "core/model/history_figures.hpp"
#include "core/model/snapshot.hpp"

namespace commune::testing {

/// Two villages seen from the office: a fault of the office's gateway, and what it cut off in the
/// other village's two sites. No devices are measured.
Snapshot two_villages();
CoveragePicture coverage_of_two_villages();

/// What is known of them before the agent knows what time it is.
CoveragePicture coverage_without_clock();

/// So many accesses, with all that a page shows of each.
CoveragePicture wide_coverage(std::size_t accesses);

/// An own number for each figure; the disk takes all.
HistoryFigures history_figures();

}  // namespace commune::testing
