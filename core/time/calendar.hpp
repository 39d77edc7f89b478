// The commune's calendar: months, weeks, days and hours in its time zone, by the system's tz
// database (RFC 6557), and times as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/coverage.hpp"
#include "core/model/result.hpp"

namespace date {
class time_zone;
}

namespace commune {

/// Weeks begin on Monday (ISO 8601).
enum class Period : std::uint8_t { hour, day, week, month };
std::string_view to_string(Period period);
std::optional<Period> period_of(std::string_view word);

/// Immutable; safe to use from any thread. Cheap to copy.
class Calendar {
 public:
  /// `zone` as in the tz database: "Asia/Ho_Chi_Minh". Fails for one that this machine lacks.
  static Result<Calendar> in(const std::string& zone);

  /// Start of the period that holds `time`. Where a clock change makes the start ambiguous or
  /// skips it, the first moment that belongs to the period.
  LedgerTime start_of(Period period, LedgerTime time) const;

  /// Start of the period after the one that holds `time`.
  LedgerTime next(Period period, LedgerTime time) const;

  /// "2026-11-25T13:15:00+07:00": ISO 8601 to the second, rounded down.
  std::string text(LedgerTime time) const;

  /// The same to the millisecond, without a trailing ".000".
  std::string exact_text(LedgerTime time) const;

  /// For people: "25/11/2026 13:15".
  std::string short_text(LedgerTime time) const;

  /// "13:15".
  std::string clock_text(LedgerTime time) const;

  /// What a person may type: "2026-11", "2026-11-25", "2026-11-25T13:15", with ":00" and with "Z"
  /// or an offset at the end; without one it is local time. A month or a day means its first
  /// moment.
  Result<LedgerTime> parse(std::string_view text) const;

 private:
  explicit Calendar(const date::time_zone* zone) : zone_(zone) {}

  const date::time_zone* zone_;  ///< Lives as long as the program.
};

}  // namespace commune
