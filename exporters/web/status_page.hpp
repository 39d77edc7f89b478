// The page at "/": who has no network now, since when and why. For commune staff on a telephone;
// Vietnamese or English, needs nothing from elsewhere. Refuses to show what was not measured as
// down, or as up.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/model/coverage_picture.hpp"
#include "core/model/inventory.hpp"
#include "core/model/vantage_picture.hpp"
#include "core/time/calendar.hpp"
#include "exporters/web/message.hpp"

namespace commune::web {

/// All that the page shows. The references are read while status_page() runs, no longer.
struct StatusPage {
  const CoveragePicture& picture;
  const Inventory& inventory;
  const Calendar& calendar;
  Language language = Language::vi;
  std::size_t devices_up = 0, devices_silent = 0, devices_unmeasured = 0;
  /// By subject, then start, as HistoryReader::intervals() gives them; those of accesses may be
  /// left out: the page draws the villages'.
  std::vector<Interval> last_day{};
  const VantagePicture* vantage = nullptr;  ///< nullptr: the agent finds nothing by itself.
  std::string history_trouble{};  ///< For people; empty: the history is written as it should be.
  bool clock_known = true;        ///< False: the wall clock is not credible yet.
  std::string version{};          ///< Of the agent.
};

/// HTML, UTF-8. Pure.
std::string status_page(const StatusPage& page);

/// `?lang=vi`, `?lang=en`; `otherwise` where neither is asked for.
Language page_language(const Request& request, Language otherwise);

}  // namespace commune::web
