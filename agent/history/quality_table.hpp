// Quality rows: five minutes of a device, and the hours and days that they add up to.
#pragma once

#include "core/model/history_reader.hpp"
#include "core/runtime/database.hpp"

namespace commune::history {

/// Adds the row to its five minutes, its hour and its day. Inside a transaction, once per row: rows
/// from before and after a restart within five minutes add up.
void add(Database& database, const Quality& quality);

/// Rows whose period begins in the range, by start, then device.
void read(Database& database, RollUp roll_up, TimeRange range,
          const std::function<void(const Quality&)>& each);

}  // namespace commune::history
