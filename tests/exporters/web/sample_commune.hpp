// A commune in every state at once, for the tests of what shows it: the inventory of
// config/commune.toml with made-up coverage, and a small one written out here.
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

/// Of small_inventory(): Ca lost its fibre an hour before sample_time(), and its Wi-Fi with it.
CoveragePicture small_picture();

struct SampleCommune {
  CoveragePicture picture;
  std::vector<Interval> last_day;  ///< Of every village, by subject, then start.
};

/// Villages of any inventory in all states by turns, mostly up; outages with roots, maintenance
/// under way, a day of history with flapping, gaps and planned work.
SampleCommune sample_commune(const Inventory& inventory);

}  // namespace commune::web
