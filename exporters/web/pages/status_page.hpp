// The page at "/": who has no network now, since when and why. For commune staff on a telephone;
// Vietnamese or English, loads nothing from elsewhere. Never shows an unmeasured place as down, or
// as up.
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

/// The content of the page. The references are used only while status_page() runs.
struct StatusPage {
  const CoveragePicture& picture;
  const Inventory& inventory;
  const Calendar& calendar;
  Language language = Language::vi;
  std::size_t devices_up = 0, devices_silent = 0, devices_unmeasured = 0;
  /// By subject, then start, as HistoryReader::intervals() returns them. Intervals of accesses are
  /// not needed: the page draws those of villages.
  std::vector<Interval> last_day{};
  const VantagePicture* vantage = nullptr;  ///< nullptr: the agent has no readings of its own.
  std::string history_trouble{};            ///< For people; empty: the history is being written.
  bool clock_known = true;                  ///< False: the wall clock is not trusted yet.
  std::string version{};                    ///< The agent's.
};

/// HTML, UTF-8. Pure.
std::string status_page(const StatusPage& page);

/// `?lang=vi`, `?lang=en`; `otherwise` if neither is given.
Language page_language(const Request& request, Language otherwise);

}  // namespace commune::web
