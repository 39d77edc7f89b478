// Flash writes of a day: the target is 20 MB for the gateway of a village.
#include "agent/history/history.hpp"
#include "tests/agent/history/records.hpp"

#include <gtest/gtest.h>

namespace commune::history {
namespace {

using testing::at;
using testing::interval;
using testing::outage;
using testing::quality;

constexpr std::uint64_t kTarget = 20'000'000;
constexpr int kDevices = 8, kMinutes = 24 * 60, kMinutesBetweenFaults = 72;

std::vector<Subject> village() {
  std::vector<Subject> subjects = {{VillageId{"ca"}, {}, {}}};
  for (const Access access :
       {Access::fibre, Access::wifi, Access::mobile, Access::internet, Access::loudspeaker})
    subjects.push_back({VillageId{"ca"}, SiteId{"ca-nvh"}, access});
  return subjects;
}

// A fault of five minutes affects all accesses; each begin and end is a record of its own.
void break_down(History& history, std::int64_t from) {
  LedgerRecords begin, end;
  for (const Subject& subject : village()) {
    begin.intervals.push_back(interval(subject, State::up, from - 3'600, from));
    begin.intervals.push_back(interval(subject, State::down, from, from + 1, true));
    begin.outages.push_back(outage(subject, from));
    end.intervals.push_back(interval(subject, State::down, from, from + 300));
    end.intervals.push_back(interval(subject, State::up, from + 300, from + 301, true));
    end.outages.push_back(outage(subject, from, from + 300));
  }
  for (const LedgerRecords& records : {begin, end}) {
    history.record(records);
    ASSERT_TRUE(history.flush());
  }
}

TEST(FlashWrites, of_a_village_gateways_day_stay_under_20_MB) {
  const testing::Directory directory;
  const auto history = std::move(History::open(directory.options(), "boot").value());
  ASSERT_TRUE(history->flush());
  const std::uint64_t before = history->figures().written_bytes;
  for (int minute = 0; minute < kMinutes; ++minute) {
    const std::int64_t second = std::int64_t{minute} * 60;
    history->record({{}, {}, at(second)});
    if (minute % 5 == 0) {
      std::vector<Quality> rows;
      rows.reserve(kDevices);
      for (int device = 0; device < kDevices; ++device)
        rows.push_back(quality("ca-" + std::to_string(device), second, 300, 299));
      history->record(rows);
    }
    ASSERT_TRUE(history->flush());
    if (minute % kMinutesBetweenFaults == 0) break_down(*history, second);
  }
  const std::uint64_t written = history->figures().written_bytes - before;
  RecordProperty("megabytes", static_cast<int>(written / 1'000'000));
  fmt::print("a day of 20 faults and {} devices: {:.1f} MB\n", kDevices,
             static_cast<double>(written) / 1e6);
  EXPECT_LE(written, kTarget);
}

}  // namespace
}  // namespace commune::history
