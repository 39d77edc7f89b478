// /api/v1/outages: the open outages, or those of a time in the past, for programs.
#pragma once

#include <string>

#include "core/model/coverage_picture.hpp"
#include "core/model/history_reader.hpp"
#include "core/model/inventory.hpp"
#include "core/time/calendar.hpp"
#include "exporters/web/message.hpp"

namespace commune::web {

/// JSON, UTF-8: the open outages of the picture, including those caused by others ("root_outage"
/// names the root; "cut_off" of a root lists the places it cuts off). Pure.
std::string open_outages_json(const CoveragePicture& picture, const Inventory& inventory,
                              const Calendar& calendar);

/// Without `from` and `to` the open ones; with either or both, the outages that overlap the time
/// between, read from `history`. A month or day without time as `to` means its end. A missing
/// `from` is the beginning of the history, a missing `to` the time of the picture. 400 for text
/// that is not a time, for an end before its start and for unknown parameters; 503 if `history` is
/// nullptr or fails. The caller's thread uses the reader until this returns.
Response outages_response(const Request& request, const CoveragePicture& picture,
                          const Inventory& inventory, const Calendar& calendar,
                          HistoryReader* history);

}  // namespace commune::web
