#include "core/model/outage_id.hpp"

#include <ctime>

#include <fmt/format.h>

namespace commune {

std::string outage_id(const Subject& subject, LedgerTime start) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(start);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{}/{}/{:04}{:02}{:02}T{:02}{:02}{:02}Z", subject.site.value,
                     access_word(subject), utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

}  // namespace commune
