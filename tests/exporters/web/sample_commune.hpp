// A commune with every state at once, for the tests of pages: the inventory of config/commune.toml
// with invented coverage, and a small one written out here.
#pragma once

#include <vector>

#include "core/model/coverage_picture.hpp"
#include "core/model/inventory.hpp"
#include "core/time/calendar.hpp"

namespace commune::web {

/// 25/11/2026 13:47:20 in Viet Nam.
LedgerTime sample_time();

Calendar sample_calendar();

/// Two villages, three sites, four devices; a village without coordinates; a name with markup.
Inventory small_inventory();

/// For small_inventory(): Ca lost its fibre an hour before sample_time(), and therefore its Wi-Fi.
CoveragePicture small_picture();

struct SampleCommune {
  CoveragePicture picture;
  std::vector<Interval> last_day;  ///< For every village, by subject, then start.
};

/// Villages of any inventory with all states in turn, mostly up; outages with roots, running
/// maintenance, a day of history with flapping, gaps and planned work.
SampleCommune sample_commune(const Inventory& inventory);

}  // namespace commune::web
