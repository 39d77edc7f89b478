// A test of the line as the tests of the collector use it.
#pragma once

#include "collectors/throughput/options.hpp"
#include "core/time/calendar.hpp"

namespace commune::throughput {

inline SpeedTest speed_test() {
  SpeedTest test;
  test.id = test.name = "fibre";
  test.download_url = "http://10.0.0.1/big";
  test.upload_url = "http://10.0.0.1/sink";
  test.windows = {{std::chrono::hours(1), std::chrono::hours(5)}};
  test.budget_day = 100'000'000;
  test.budget_month = 1'000'000'000;
  return test;
}

inline const Calendar& calendar() {
  static const Calendar kCalendar = Calendar::in("Asia/Ho_Chi_Minh").value();
  return kCalendar;
}

/// The commune's local time: "2026-11-25T13:15".
inline LedgerTime at(const char* text) {
  return calendar().parse(text).value();
}

}  // namespace commune::throughput
