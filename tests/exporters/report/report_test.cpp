#include "exporters/report/report.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "exporters/report/csv_table.hpp"
#include "tests/exporters/report/small_ledger.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace commune::report {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string october_written(const Request& request) {
  auto history = small_ledger();
  return written(history, two_villages(), request);
}

// With COMMUNE_WRITE_GOLDEN in the environment the file is written instead.
void expect_golden(const std::string& name, const std::string& bytes) {
  const std::string path =
      std::string(COMMUNE_SOURCE_DIR) + "/tests/exporters/report/golden/" + name;
  if (std::getenv("COMMUNE_WRITE_GOLDEN") != nullptr)
    std::ofstream(path, std::ios::binary) << bytes;
  std::ifstream in(path, std::ios::binary);
  EXPECT_EQ(bytes, std::string(std::istreambuf_iterator<char>(in), {})) << path;
}

TEST(Report, coverage_as_csv_is_the_golden_file_in_each_language) {
  auto request = october(Topic::coverage, Format::csv);
  expect_golden("coverage_vi.csv", october_written(request));
  request.columns = Columns::en;
  expect_golden("coverage_en.csv", october_written(request));
  request.columns = Columns::machine;
  expect_golden("coverage_machine.csv", october_written(request));
}

TEST(Report, coverage_of_villages_and_commune_is_the_golden_file) {
  auto request = october(Topic::coverage, Format::csv);
  request.by = Period::week;
  request.level = Level::village;
  expect_golden("coverage_villages.csv", october_written(request));
  request.level = Level::commune;
  expect_golden("coverage_commune.csv", october_written(request));
}

TEST(Report, every_topic_as_json_and_geojson_is_the_golden_file) {
  for (const Topic topic : {Topic::coverage, Topic::outages, Topic::quality}) {
    const std::string name(to_string(topic));
    expect_golden(name + ".json", october_written(october(topic, Format::json)));
    expect_golden(name + ".geojson", october_written(october(topic, Format::geojson)));
  }
}

TEST(Report, outages_and_quality_as_csv_are_the_golden_files) {
  expect_golden("outages_vi.csv", october_written(october(Topic::outages, Format::csv)));
  expect_golden("quality_vi.csv", october_written(october(Topic::quality, Format::csv)));
}

TEST(Report, the_same_history_gives_the_same_bytes_in_every_format) {
  for (const Topic topic : {Topic::coverage, Topic::outages, Topic::quality})
    for (const Format format : {Format::csv, Format::json, Format::geojson, Format::xlsx}) {
      const auto once = october_written(october(topic, format));
      EXPECT_EQ(once, october_written(october(topic, format))) << to_string(format);
      EXPECT_GT(once.size(), 200u);
    }
}

TEST(Report, json_holds_what_was_not_measured_and_why) {
  const auto file = nlohmann::json::parse(october_written(october(Topic::coverage, Format::json)));
  EXPECT_EQ(file["commune"], "Xã Kép");
  EXPECT_EQ(file["timezone"], "Asia/Ho_Chi_Minh");
  ASSERT_EQ(file["rows"].size(), 3u);
  EXPECT_EQ(file["rows"][0]["down_seconds"], 86'400);
  EXPECT_EQ(file["rows"][0]["outages"], 1);
  EXPECT_EQ(file["rows"][1]["unmeasured_seconds"], 60 + 3 * 3600);
  EXPECT_EQ(file["unmeasured"][0]["cause"], "power_cut");
  EXPECT_EQ(file["unmeasured"][0]["unmeasured_seconds"], 3 * 3600);
}

TEST(Report, subjects_that_left_the_inventory_go_by_their_ids) {
  const auto csv = october_written(october(Topic::coverage, Format::csv));
  EXPECT_THAT(csv, HasSubstr("\r\ncu,cu-nvh,Wi-Fi,2026-10-01T00:00:00+07:00"));
}

TEST(Report, reports_only_the_wanted_places) {
  auto request = october(Topic::coverage, Format::csv);
  request.villages = {VillageId{"oc"}};
  EXPECT_THAT(october_written(request), testing::EndsWith("Nguyên nhân chính\r\n"));
  request.villages = {VillageId{"ok"}};
  EXPECT_EQ(october_written(request), "there is no village \"ok\" (did you mean \"oc\"?)");
  request.villages.clear();
  request.sites = {SiteId{"ca-nhv"}};
  EXPECT_EQ(october_written(request), "there is no site \"ca-nhv\" (did you mean \"ca-nvh\"?)");
}

TEST(Report, a_range_without_history_says_what_there_is) {
  auto request = october(Topic::coverage, Format::csv);
  request.range = {at("2027-01"), at("2027-02")};
  EXPECT_EQ(october_written(request),
            "there is nothing from 2027-01-01T00:00:00+07:00 to 2027-02-01T00:00:00+07:00: the "
            "history holds 2026-09-20T00:00:00+07:00 to 2026-11-02T00:00:00+07:00");
  MemoryHistory empty;
  EXPECT_EQ(written(empty, two_villages(), request), "the history holds nothing yet");
}

TEST(Report, levels_that_make_no_sense_are_refused) {
  auto request = october(Topic::outages, Format::csv);
  request.level = Level::village;
  EXPECT_EQ(october_written(request), "outages are reported by site alone (--level site)");
  request = october(Topic::coverage, Format::geojson);
  request.level = Level::commune;
  EXPECT_THAT(october_written(request), StartsWith("a map shows sites"));
}

TEST(Report, quality_of_hours_comes_from_five_minutes_and_of_days_from_hours) {
  auto history = small_ledger();
  auto request = october(Topic::quality, Format::csv);
  request.by = Period::hour;
  written(history, two_villages(), request);
  EXPECT_EQ(history.asked_roll_up, RollUp::five_minutes);
  request.by = Period::day;
  written(history, two_villages(), request);
  EXPECT_EQ(history.asked_roll_up, RollUp::hour);
}

TEST(CsvField, is_quoted_as_rfc_4180_wants) {
  EXPECT_EQ(csv_field("Thôn Ca"), "Thôn Ca");
  EXPECT_EQ(csv_field("Nhà \"A\", xóm 2"), "\"Nhà \"\"A\"\", xóm 2\"");
  EXPECT_EQ(csv_field("a\r\nb"), "\"a\r\nb\"");
  EXPECT_EQ(csv_field("=1+2"), "'=1+2");
}

TEST(ParseRange, a_bare_month_or_day_as_end_means_its_end) {
  EXPECT_EQ(*parse_range(vietnam(), "2026-10", "2026-10"),
            (TimeRange{at("2026-10-01"), at("2026-11-01")}));
  EXPECT_EQ(*parse_range(vietnam(), "2026-10-05", "2026-10-05"),
            (TimeRange{at("2026-10-05"), at("2026-10-06")}));
  EXPECT_EQ(*parse_range(vietnam(), "2026-10-05", "2026-10-05T12:00"),
            (TimeRange{at("2026-10-05"), at("2026-10-05T12:00")}));
}

TEST(ParseRange, refuses_empty_ranges_and_text_that_is_not_a_time) {
  EXPECT_EQ(parse_range(vietnam(), "2026-11", "2026-10").error().message(),
            "nothing lies between 2026-11-01T00:00:00+07:00 and 2026-11-01T00:00:00+07:00");
  EXPECT_THAT(parse_range(vietnam(), "october", "2026-10").error().message(),
              HasSubstr("\"october\""));
}

}  // namespace
}  // namespace commune::report
