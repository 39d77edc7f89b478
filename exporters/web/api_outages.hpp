// /api/v1/outages: those that are open, or those of a time in the past, for programs.
#pragma once

#include <string>

#include "core/model/coverage_picture.hpp"
#include "core/model/history_reader.hpp"
#include "core/model/inventory.hpp"
#include "core/time/calendar.hpp"
#include "exporters/web/message.hpp"

namespace commune::web {

/// JSON, UTF-8: the open outages of the picture, those that others took with them included
/// ("root_outage" names the root; "cut_off" of a root says whom it took). Pure.
std::string open_outages_json(const CoveragePicture& picture, const Inventory& inventory,
                              const Calendar& calendar);

/// Without `from` and `to` the open ones; with either or both those that overlap the time between,
/// read from `history`. A bare month or day as `to` means its end. `from` is then the beginning of
/// the history, `to` the moment of the picture, where it is not given. 400 for what is no time, for
/// an end before its start and for unknown parameters; 503 where `history` is nullptr or fails. The
/// reader is used by the caller's thread until this returns.
Response outages_response(const Request& request, const CoveragePicture& picture,
                          const Inventory& inventory, const Calendar& calendar,
                          HistoryReader* history);

}  // namespace commune::web
