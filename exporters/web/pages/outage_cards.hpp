// The current outages and announced work: the part of the status page that a technician reads
// first.
#pragma once

#include <string>

#include "exporters/web/pages/status_page.hpp"

namespace commune::web {

/// A card for each open outage that is its own root, or whose root is not open: where, what, since
/// when, why, which device, whom it cuts off, whom to call.
std::string outage_cards(const StatusPage& page);

/// Current and future work; empty if there is none.
std::string announced_work(const StatusPage& page);

/// How many cards outage_cards() shows.
std::size_t outage_count(const CoveragePicture& picture);

/// "13:15" of the day of `taken`, else "24/11 13:15".
std::string when_words(LedgerTime time, LedgerTime taken, const Calendar& calendar);

/// Since when and for how long: "từ 13:15 (2 giờ 5 phút)".
std::string since_words(LedgerTime since, const StatusPage& page);

}  // namespace commune::web
