// Whom a row is about, as a number that other tables hold: accesses, villages and devices.
#pragma once

#include <string_view>

#include "agent/history/database.hpp"

namespace commune::history {

/// Columns village, site, access of `subject`, for subject_at().
inline constexpr std::string_view kSubjectColumns = "village, site, access";

/// The subject in three columns from `column` on.
Subject subject_at(const Query& row, int column);

/// The number of the subject, which is entered when it is new.
std::int64_t number_of(Database& database, const Subject& subject);

/// The number of the device at that site, which is entered when it is new.
std::int64_t number_of(Database& database, const VillageId& village, const SiteId& site,
                       const DeviceId& device);

}  // namespace commune::history
