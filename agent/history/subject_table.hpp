// Whom a row is about, as a number that other tables hold: accesses, villages and what is measured.
#pragma once

#include <string_view>

#include "core/model/history_reader.hpp"
#include "core/runtime/database.hpp"

namespace commune::history {

/// Columns village, site, access of `subject`, for subject_at().
inline constexpr std::string_view kSubjectColumns = "village, site, access";

/// The subject in three columns from `column` on.
Subject subject_at(const Query& row, int column);

/// The number of the subject, which is entered when it is new.
std::int64_t number_of(Database& database, const Subject& subject);

/// The number of what the row is about, which is entered when it is new.
std::int64_t number_of(Database& database, const Quality& quality);

}  // namespace commune::history
