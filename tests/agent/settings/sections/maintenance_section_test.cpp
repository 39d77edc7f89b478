#include "agent/settings/sections/maintenance_section.hpp"

#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kDay = "start = \"2026-12-01\"\nend = \"2026-12-02\"\n";

std::string work(std::string_view lines) {
  return "[[maintenance]]\n" + std::string(lines);
}

std::string work(std::string_view lines, std::string_view times) {
  return work(lines) + "\n" + std::string(times);
}

// The first of the added lines is line 37.
std::string smallest_and(const std::string& more) {
  return std::string(kSmallest) + more;
}

std::vector<std::string> errors_after(const std::string& more) {
  return LoadedText(smallest_and(more)).errors();
}

std::vector<Maintenance> maintenance(const std::string& more) {
  const LoadedText loaded(smallest_and(more));
  EXPECT_THAT(loaded.errors(), IsEmpty());
  return loaded.result ? loaded.result->maintenance : std::vector<Maintenance>();
}

std::vector<std::string> ids(const std::string& more) {
  std::vector<std::string> found;
  for (const Maintenance& one : maintenance(more))
    found.push_back(one.id);
  return found;
}

LedgerTime utc(const char* text) {
  return Calendar::in("UTC").value().parse(text).value();
}

LedgerTime start_of(const std::string& written) {
  const auto found = maintenance(work("start = " + written + "\nend = \"2027-01-01\"\n"));
  return found.empty() ? LedgerTime{} : found[0].start;
}

TEST(MaintenanceSection, there_is_none_by_default) {
  EXPECT_THAT(maintenance(""), IsEmpty());
}

TEST(MaintenanceSection, all_keys_are_read) {
  const auto found = maintenance(work(
      "id = \"new-cable\"\nsites = [\"office\"]\nvillages = [\"ca\"]\n"
      "start = \"2026-12-01 08:00\"\nend = \"2026-12-01T11:30\"\nreason = \"Thay cáp treo\"\n"));
  Maintenance expected;
  expected.id = "new-cable";
  expected.sites = {SiteId{"office"}};
  expected.villages = {VillageId{"ca"}};
  expected.start = utc("2026-12-01T01:00");
  expected.end = utc("2026-12-01T04:30");
  expected.reason = "Thay cáp treo";
  EXPECT_THAT(found, ElementsAre(expected));
}

TEST(MaintenanceSection, without_sites_and_villages_it_is_the_whole_commune) {
  const auto found = maintenance(work(kDay));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].sites, IsEmpty());
  EXPECT_THAT(found[0].villages, IsEmpty());
  EXPECT_EQ(found[0].announced_by, "");
  EXPECT_EQ(found[0].reason, "");
}

TEST(MaintenanceSection, times_are_the_communes_unless_they_have_an_offset) {
  EXPECT_EQ(start_of("\"2026-12\""), utc("2026-11-30T17:00"));
  EXPECT_EQ(start_of("\"2026-12-01\""), utc("2026-11-30T17:00"));
  EXPECT_EQ(start_of("\"2026-12-01 08:00\""), utc("2026-12-01T01:00"));
  EXPECT_EQ(start_of("\"2026-12-01T08:00:30\""), utc("2026-12-01T01:00:30"));
  EXPECT_EQ(start_of("\"2026-12-01T08:00Z\""), utc("2026-12-01T08:00"));
  EXPECT_EQ(start_of("\"2026-12-01T08:00:00+09:00\""), utc("2026-11-30T23:00"));
}

TEST(MaintenanceSection, times_may_be_tomls_own) {
  EXPECT_EQ(start_of("2026-12-01"), utc("2026-11-30T17:00"));
  EXPECT_EQ(start_of("2026-12-01T08:00:00"), utc("2026-12-01T01:00"));
  EXPECT_EQ(start_of("2026-12-01 08:00:00"), utc("2026-12-01T01:00"));
  EXPECT_EQ(start_of("2026-12-01T08:00:00.2509"),
            utc("2026-12-01T01:00") + std::chrono::milliseconds(250));
  EXPECT_EQ(start_of("2026-12-01T08:00:00Z"), utc("2026-12-01T08:00"));
  EXPECT_EQ(start_of("2026-12-01T08:00:00+09:00"), utc("2026-11-30T23:00"));
  EXPECT_EQ(start_of("2026-12-01T08:00:00-00:30"), utc("2026-12-01T08:30"));
}

TEST(MaintenanceSection, times_follow_the_time_zone_of_the_commune) {
  const LoadedText loaded(smallest_with("[agent]", "timezone = \"Europe/Berlin\"\n[agent]") +
                          work(kDay));
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_EQ(loaded.result->maintenance.at(0).start, utc("2026-11-30T23:00"));
}

TEST(MaintenanceSection, an_id_is_made_from_the_announced_work) {
  EXPECT_THAT(ids(work(kDay)), ElementsAre("config-20261130T170000Z"));
  EXPECT_THAT(ids(work("villages = [\"ca\"]", kDay)), ElementsAre("config-20261130T170000Z-ca"));
  EXPECT_THAT(ids(work("villages = [\"ca\"]\nsites = [\"office\"]", kDay)),
              ElementsAre("config-20261130T170000Z-office"));
}

TEST(MaintenanceSection, ids_are_unique_whatever_the_order_of_the_file) {
  const std::string longer = "start = \"2026-12-01\"\nend = \"2026-12-03\"\n";
  const auto found = maintenance(work(longer) + work(kDay) + work("reason = \"b\"", kDay));
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].id, "config-20261130T170000Z");
  EXPECT_EQ(found[0].end, utc("2026-12-01T17:00"));
  EXPECT_EQ(found[1].id, "config-20261130T170000Z-2");
  EXPECT_EQ(found[1].reason, "b");
  EXPECT_EQ(found[2].id, "config-20261130T170000Z-3");
  EXPECT_EQ(found[2].end, utc("2026-12-02T17:00"));
  EXPECT_EQ(maintenance(work("reason = \"b\"", kDay) + work(kDay) + work(longer)), found);
}

TEST(MaintenanceSection, is_sorted_by_start_then_id) {
  EXPECT_THAT(ids(work("id = \"z\"\nstart = \"2026-12-05\"\nend = \"2026-12-06\"\n") +
                  work("id = \"b\"", kDay) + work("id = \"a\"", kDay)),
              ElementsAre("a", "b", "z"));
}

TEST(MaintenanceSection, two_entries_with_one_id_are_reported) {
  EXPECT_THAT(errors_after(work("id = \"a\"", kDay) + work("id = \"a\"", kDay)),
              ElementsAre("c.toml:42:6: maintenance \"a\" is already at c.toml:38:6"));
  EXPECT_THAT(errors_after(work("id = \"Dây\"", kDay)),
              ElementsAre("c.toml:38:6: id \"Dây\" is not an id: lower-case letters, digits, "
                          "\"-\", \"_\" and \".\" make one"));
}

TEST(MaintenanceSection, unknown_ids_are_reported) {
  EXPECT_THAT(
      errors_after(work("sites = [\"office\", \"ofice\"]\nvillages = [\"cà\"]", kDay)),
      ElementsAre("c.toml:38:20: sites: there is no site \"ofice\" (did you mean \"office\"?)",
                  "c.toml:39:13: villages: there is no village \"cà\" (did you mean \"ca\"?)"));
  EXPECT_THAT(errors_after(work("sites = [\"ca\"]", kDay)),
              ElementsAre("c.toml:38:10: sites: there is no site \"ca\""));
}

TEST(MaintenanceSection, lists_of_ids_are_not_empty_and_have_each_id_once) {
  EXPECT_THAT(
      errors_after(work("sites = \"office\"\nvillages = [\"ca\", 7, \"ca\"]", kDay)),
      ElementsAre("c.toml:38:9: sites is a text; it must be a list of site ids in square brackets",
                  "c.toml:39:19: villages is a whole number; it must be a text in quotes",
                  "c.toml:39:22: villages names \"ca\" twice"));
  EXPECT_THAT(errors_after(work("sites = []\nvillages = []", kDay)),
              ElementsAre("c.toml:38:9: sites is an empty list; name site ids, or leave it out",
                          "c.toml:39:12: villages is an empty list; name village ids, or leave it "
                          "out"));
}

TEST(MaintenanceSection, start_and_end_are_needed_and_in_this_order) {
  EXPECT_THAT(
      errors_after(work("reason = \"x\"\n")),
      ElementsAre("c.toml:37:1: maintenance has no end", "c.toml:37:1: maintenance has no start"));
  EXPECT_THAT(errors_after(work("start = \"2026-12-01 08:00\"\nend = \"2026-12-01\"\n")),
              ElementsAre("c.toml:39:7: end \"2026-12-01\" is not after start "
                          "\"2026-12-01 08:00\""));
  EXPECT_THAT(errors_after(work("start = 2026-12-01\nend = 2026-12-01T00:00:00+07:00\n")),
              ElementsAre("c.toml:39:7: end \"2026-12-01T00:00:00+07:00\" is not after start "
                          "\"2026-12-01\""));
}

TEST(MaintenanceSection, an_invalid_time_is_reported) {
  const std::string such =
      " is not a time such as 2026-11, 2026-11-25, 2026-11-25T13:15 or 2026-11-25T13:15:00+07:00";
  EXPECT_THAT(errors_after(work("start = \"1/12/2026\"\nend = 08:00:00\n")),
              ElementsAre("c.toml:38:9: start \"1/12/2026\"" + such,
                          "c.toml:39:7: end \"08:00:00\"" + such));
  EXPECT_THAT(errors_after(work("start = 20261201\nend = true\n")),
              ElementsAre("c.toml:38:9: start is a whole number; it must be a time such as "
                          "\"2026-12-01 08:00\"",
                          "c.toml:39:7: end is true or false; it must be a time such as "
                          "\"2026-12-01 08:00\""));
  EXPECT_THAT(errors_after(work("start = \"0026-12-01\"\nend = 2100-12-01\n")),
              ElementsAre("c.toml:38:9: start \"0026-12-01\" is not in the years 2000 to 2099",
                          "c.toml:39:7: end \"2100-12-01\" is not in the years 2000 to 2099"));
}

TEST(MaintenanceSection, a_wrong_time_zone_is_reported_once) {
  EXPECT_THAT(LoadedText(smallest_with("[agent]", "timezone = \"Asia/Hanoi\"\n[agent]") +
                         work("start = \"2026-12-01\"\nend = \"x\"\nnote = 1\n"))
                  .errors(),
              ElementsAre("c.toml:4:12: timezone \"Asia/Hanoi\" is not known to this machine; it "
                          "must be a name such as \"Asia/Ho_Chi_Minh\"",
                          "c.toml:41:1: unknown key \"note\" in maintenance"));
}

TEST(MaintenanceSection, is_a_list_of_tables) {
  EXPECT_THAT(errors_after("[maintenance]\n"),
              ElementsAre("c.toml:37:1: maintenance is a table; it must be a list of tables: write "
                          "[[maintenance]]"));
}

TEST(MaintenanceSection, adds_up_over_the_files_of_a_directory) {
  const LoadedText loaded(smallest_and(work("id = \"b\"", kDay)), "a.toml",
                          work("id = \"c\"\nstart = \"2026-12-04\"\nend = \"2026-12-05\"\n") +
                              work("villages = [\"ca\"]", kDay));
  const auto settings = load_settings(loaded.directory.path());
  ASSERT_TRUE(settings) << settings.error()[0].message();
  std::vector<std::string> found;
  for (const Maintenance& one : settings->maintenance)
    found.push_back(one.id);
  EXPECT_THAT(found, ElementsAre("b", "config-20261130T170000Z-ca", "c"));
}

}  // namespace
}  // namespace commune::settings
