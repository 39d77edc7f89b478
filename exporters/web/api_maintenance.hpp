// /api/v1/maintenance: announcing work, so that what it touches is `planned` and not `down`.
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

/// Longer work is announced again: nothing stays `planned` because somebody forgot it.
inline constexpr std::chrono::hours kLongestMaintenance{31 * 24};

/// Who announces where nobody had to give a password.
inline constexpr std::string_view kLocalUser = "local";

/// Reads {"sites": [...], "villages": [...], "start": "...", "end": "..." or "duration": "2h30m",
/// "reason": "..."}. Neither sites nor villages: the whole commune, which is said by
/// "commune": true, so that nobody announces it by a slip. `start` is `now` where it is left out.
/// An error names the key that is wrong and what would be right. Pure: the id is made from `user`
/// and `now`. `user` is empty where nobody had to give a password: kLocalUser announces then.
Result<Maintenance> parse_maintenance(std::string_view body, const Inventory& inventory,
                                      const Calendar& calendar, LedgerTime now,
                                      const std::string& user);

/// {"maintenance": [...]}. Pure.
std::string maintenance_json(const std::vector<Maintenance>& maintenance, const Calendar& calendar);

/// Who may announce: a user who gave a password, or anybody where the agent listens on loopback
/// alone. 403 and how to allow it for others, 415 for another
/// content type than application/json, 400 for what is wrong, 201 and the announced work
/// when `announce` has it on disk, 202 and a warning when it holds in memory alone so far.
Response announce_maintenance(const Request& request, bool loopback_only,
                              const Inventory& inventory, const Calendar& calendar, LedgerTime now,
                              const std::function<Result<void>(const Maintenance&)>& announce);

}  // namespace commune::web
