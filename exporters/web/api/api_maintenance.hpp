// /api/v1/maintenance: announces work, so that its sites are `planned` and not `down`.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/coverage.hpp"
#include "core/model/inventory.hpp"
#include "core/model/result.hpp"
#include "core/time/calendar.hpp"
#include "exporters/web/message.hpp"

namespace commune::web {

/// Longer work must be announced again, so that nothing stays `planned` because somebody forgot it.
inline constexpr std::chrono::hours kLongestMaintenance{31 * 24};

/// The name of announcers without a password.
inline constexpr std::string_view kLocalUser = "local";

/// Reads {"sites": [...], "villages": [...], "start": "...", "end": "..." or "duration": "2h30m",
/// "reason": "..."}. The whole commune needs "commune": true, so that nobody announces it by
/// mistake. Without `start` work begins `now`. An error names the wrong key and what would be
/// right. Pure: the id is made from `user` and `now`. `user` is empty if no password was needed:
/// then kLocalUser announces.
Result<Maintenance> parse_maintenance(std::string_view body, const Inventory& inventory,
                                      const Calendar& calendar, LedgerTime now,
                                      const std::string& user);

/// {"maintenance": [...]}. Pure.
std::string maintenance_json(const std::vector<Maintenance>& maintenance, const Calendar& calendar);

/// Users who gave a password may announce, or anybody if the agent listens only on loopback. 403
/// explains how to allow it for others, 415 is for another content type than application/json, 400
/// for wrong content. 201 returns the announced work when `announce` has it on disk, 202 with a
/// warning when it is only in memory so far.
Response announce_maintenance(const Request& request, bool loopback_only,
                              const Inventory& inventory, const Calendar& calendar, LedgerTime now,
                              const std::function<Result<void>(const Maintenance&)>& announce);

}  // namespace commune::web
