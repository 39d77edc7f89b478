// The tables of the history file, and the upgrade of older versions.
#pragma once

#include "core/runtime/database.hpp"

namespace commune::history {

/// PRAGMA user_version of the files that this program writes.
inline constexpr int kSchemaVersion = 2;

/// Pages are as large as those of the file systems on flash.
inline constexpr std::int64_t kPageBytes = 4096;

/// Makes the tables, or upgrades those of an older version, step by step, all or nothing. Refuses a
/// newer version and changes nothing.
Result<void> bring_up_to_date(Database& database, const std::string& path);

/// For readers: refuses versions that this program cannot read.
Result<void> check_version(Database& database, const std::string& path);

}  // namespace commune::history
