// A commune of two villages in October 2026, small enough to be read, with each kind of trouble.
#pragma once

#include "core/model/inventory.hpp"
#include "core/time/calendar.hpp"
#include "exporters/report/request.hpp"
#include "tests/exporters/report/memory_history.hpp"

namespace commune::report {

Calendar vietnam();
/// As Calendar::parse reads it, in Vietnam.
LedgerTime at(std::string_view text);
Inventory two_villages();
MemoryHistory small_ledger();
/// October, all of it.
Request october(Topic topic, Format format);
/// What a report comes out as; the error's message where it does not.
std::string written(HistoryReader& reader, const Inventory& inventory, const Request& request);

}  // namespace commune::report
