#include "collectors/throughput/record.hpp"

#include "tests/collectors/throughput/samples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::throughput {
namespace {

using testing::UnorderedElementsAre;

const LedgerTime kNow = at("2026-11-25T13:15");

/// "rate fibre download" and its value.
std::map<std::string, double> shown(const DeviceReadings& readings) {
  std::map<std::string, double> values;
  for (const Reading& reading : readings.readings) {
    std::string name(quantity(reading.quantity).name);
    for (const Label& label : readings.rows[reading.row])
      name += " " + label.value;
    EXPECT_TRUE(values.emplace(name, reading.value).second) << name;
  }
  return values;
}

Measured measured(Ending ending) {
  Measured result;
  result.ending = ending;
  result.bytes = {1000, 500};
  return result;
}

TEST(ThroughputRecord, of_a_test_that_never_ran_has_counts_and_a_budget_and_no_result) {
  SpeedTest test = speed_test();
  test.name = "Cáp quang";
  test.contracted_download = 12'500'000;
  const auto made = readings({test}, {}, Account(), {kNow, {}});
  EXPECT_EQ(made->source, Source::throughput);
  EXPECT_TRUE(made->device.empty());
  EXPECT_THAT(shown(*made),
              UnorderedElementsAre(std::pair("throughput.info fibre Cáp quang", 1.0),
                                   std::pair("throughput.contracted fibre download", 12'500'000.0),
                                   std::pair("throughput.bytes fibre download", 0.0),
                                   std::pair("throughput.bytes fibre upload", 0.0),
                                   std::pair("throughput.runs fibre done", 0.0),
                                   std::pair("throughput.runs fibre limited", 0.0),
                                   std::pair("throughput.runs fibre yielded", 0.0),
                                   std::pair("throughput.runs fibre failed", 0.0),
                                   std::pair("throughput.runs fibre skipped", 0.0),
                                   std::pair("throughput.runs fibre budget", 0.0),
                                   std::pair("throughput.budget fibre day", 1e8),
                                   std::pair("throughput.budget fibre month", 1e9),
                                   std::pair("throughput.budget_used fibre day", 0.0),
                                   std::pair("throughput.budget_used fibre month", 0.0)));
}

TEST(ThroughputRecord, shows_the_last_valid_result_from_the_account) {
  Account account;
  account.reserve(speed_test(), 5'000'000, kNow, calendar());
  account.of("fibre").found =
      Found{at("2026-11-25T02:00"), {1.25e6, 2.5e5}, 0.01, {0.04, std::nullopt}};
  const auto values = shown(*readings({speed_test()}, {}, account, {kNow, {}}));
  EXPECT_EQ(values.at("throughput.rate fibre download"), 1.25e6);
  EXPECT_EQ(values.at("throughput.rate fibre upload"), 2.5e5);
  EXPECT_EQ(values.at("throughput.latency fibre idle"), 0.01);
  EXPECT_EQ(values.at("throughput.latency fibre download"), 0.04);
  EXPECT_FALSE(values.contains("throughput.latency fibre upload"));
  EXPECT_EQ(values.at("throughput.last_success fibre"), unix_seconds(at("2026-11-25T02:00")));
  EXPECT_EQ(values.at("throughput.budget_used fibre day"), 5e6);
}

TEST(ThroughputRecord, counts_runs_by_how_they_ended_and_the_bytes_of_all_of_them) {
  std::map<std::string, TestRecord> records;
  records["fibre"].ended(measured(Ending::done));
  records["fibre"].ended(measured(Ending::yielded));
  records["fibre"].ended(measured(Ending::yielded));
  const auto values = shown(*readings({speed_test()}, records, Account(), {kNow, {}}));
  EXPECT_EQ(values.at("throughput.runs fibre done"), 1);
  EXPECT_EQ(values.at("throughput.runs fibre yielded"), 2);
  EXPECT_EQ(values.at("throughput.bytes fibre download"), 3000);
  EXPECT_EQ(values.at("throughput.bytes fibre upload"), 1500);
}

TEST(ThroughputRecord, reports_that_the_processor_was_the_limit_until_a_valid_result) {
  std::map<std::string, TestRecord> records;
  const auto limited = [&] {
    return shown(*readings({speed_test()}, records, Account(), {kNow, {}}))
        .at("throughput.limited fibre cpu");
  };
  records["fibre"].ended(measured(Ending::limited));
  EXPECT_EQ(limited(), 1);
  records["fibre"].ended(measured(Ending::failed));
  EXPECT_EQ(limited(), 1);
  records["fibre"].ended(measured(Ending::done));
  EXPECT_EQ(limited(), 0);
}

TEST(ThroughputRecord, reports_why_the_last_run_found_nothing) {
  std::map<std::string, TestRecord> records;
  Measured failed = measured(Ending::failed);
  failed.why = "the server answered 503";
  records["fibre"].ended(failed);
  EXPECT_EQ(readings({speed_test()}, records, Account(), {kNow, {}})->failure,
            "fibre: the server answered 503");
  records["fibre"].ended(measured(Ending::done));
  EXPECT_EQ(readings({speed_test()}, records, Account(), {kNow, {}})->failure, "");
}

TEST(ThroughputRecord, of_no_tests_is_empty) {
  const auto made = readings({}, {}, Account(), {kNow, {}});
  EXPECT_TRUE(made->rows.empty());
  EXPECT_TRUE(made->readings.empty());
}

}  // namespace
}  // namespace commune::throughput
