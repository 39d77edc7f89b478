#include "agent/settings/maintenance_section.hpp"

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::IsEmpty;

LoadedText with(std::string_view sections) {
  return LoadedText(smallest_with("state_dir = \"state\"", "state_dir = \"state\"") +
                    std::string(sections));
}

LedgerTime at(std::int64_t seconds) {
  return LedgerTime(std::chrono::seconds(seconds));
}

TEST(MaintenanceSection, is_read_in_the_communes_time) {
  const auto loaded = with(
      "[[maintenance]]\nsites = [\"office\"]\nstart = \"2026-12-01T08:00\"\n"
      "end = \"2026-12-01T10:00Z\"\nreason = \"Thay cáp\"\n");
  ASSERT_THAT(loaded.errors(), IsEmpty());
  ASSERT_EQ(loaded.result->maintenance.size(), 1U);
  const Maintenance& work = loaded.result->maintenance.front();
  EXPECT_THAT(work.sites, ElementsAre(SiteId{"office"}));
  EXPECT_THAT(work.villages, IsEmpty());
  EXPECT_EQ(work.start, at(1'796'086'800));  // 2026-12-01T01:00:00Z
  EXPECT_EQ(work.end, at(1'796'119'200));    // 2026-12-01T10:00:00Z
  EXPECT_EQ(work.reason, "Thay cáp");
  EXPECT_EQ(work.announced_by, "");
  EXPECT_EQ(work.id, "config-office-1796086800");
}

TEST(MaintenanceSection, takes_the_dates_of_toml_too) {
  const auto loaded =
      with("[[maintenance]]\nstart = 2026-12-01T08:00:00+07:00\nend = 2026-12-02\n");
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_EQ(loaded.result->maintenance.front().start, at(1'796'086'800));
  EXPECT_EQ(loaded.result->maintenance.front().end, at(1'796'144'400));  // 2026-12-01T17:00:00Z
}

TEST(MaintenanceSection, all_are_in_order_and_have_ids_of_their_own) {
  const auto loaded = with(
      "[[maintenance]]\nstart = \"2026-12-03\"\nend = \"2026-12-04\"\n"
      "[[maintenance]]\nvillages = [\"ca\"]\nstart = \"2026-12-01\"\nend = \"2026-12-02\"\n"
      "[[maintenance]]\nvillages = [\"ca\"]\nstart = \"2026-12-01\"\nend = \"2026-12-05\"\n");
  std::vector<std::string> ids;
  for (const Maintenance& work : loaded.result->maintenance)
    ids.push_back(work.id);
  EXPECT_THAT(ids, ElementsAre("config-ca-1796058000", "config-ca-1796058000-2",
                               "config-commune-1796230800"));
}

TEST(MaintenanceSection, what_is_wrong_is_told_where_it_stands) {
  EXPECT_THAT(with("[[maintenance]]\nsites = [\"ofice\"]\nstart = \"tomorrow\"\n").errors(),
              testing::UnorderedElementsAre(
                  EndsWith("sites: there is no site \"ofice\" (did you mean \"office\"?)"),
                  EndsWith("start is \"tomorrow\"; it must be a time such as \"2026-12-01T08:00\""),
                  testing::HasSubstr("end")));
  EXPECT_THAT(with("[[maintenance]]\nstart = \"2026-12-02\"\nend = \"2026-12-02\"\n").errors(),
              ElementsAre(EndsWith("end is not after start")));
}

}  // namespace
}  // namespace commune::settings
