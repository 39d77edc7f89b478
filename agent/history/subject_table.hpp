// The accesses, villages and measured things that rows are about, as numbers for other tables.
#pragma once

#include <string_view>

#include "core/model/history_reader.hpp"
#include "core/runtime/database.hpp"

namespace commune::history {

/// Columns village, site, access of `subject`, for subject_at().
inline constexpr std::string_view kSubjectColumns = "village, site, access";

/// The subject in three columns from `column` on.
Subject subject_at(const Query& row, int column);

/// The number of the subject; a new subject is added to the table.
std::int64_t number_of(Database& database, const Subject& subject);

/// The number of the thing that the row is about; a new one is added to the table.
std::int64_t number_of(Database& database, const Quality& quality);

}  // namespace commune::history
