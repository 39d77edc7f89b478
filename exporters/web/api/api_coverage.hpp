// /api/v1/coverage: states, causes and ledger totals of every access and village, for programs.
#pragma once

#include <string>

#include "core/model/coverage_picture.hpp"
#include "core/model/inventory.hpp"
#include "core/time/calendar.hpp"

namespace commune::web {

/// JSON, UTF-8: ids and the documented words beside names. Times are ISO 8601 in the commune's time
/// zone with offset; unknown values are null; "seconds" are the ledger's totals up to
/// "ledger_until" and may have decimals. Pure.
std::string coverage_json(const CoveragePicture& picture, const Inventory& inventory,
                          const Calendar& calendar);

}  // namespace commune::web
