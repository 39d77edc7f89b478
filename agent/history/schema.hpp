// The tables of the history file, and how older ones become the present ones.
#pragma once

#include "core/runtime/database.hpp"

namespace commune::history {

/// PRAGMA user_version of what this program writes.
inline constexpr int kSchemaVersion = 2;

/// Pages are as large as those of the file systems on flash.
inline constexpr std::int64_t kPageBytes = 4096;

/// Makes the tables, or brings those of an older version up to this one, step by step, all or
/// nothing. A newer version is refused and nothing is touched.
Result<void> bring_up_to_date(Database& database, const std::string& path);

/// For readers: refuses what this program cannot read.
Result<void> check_version(Database& database, const std::string& path);

}  // namespace commune::history
