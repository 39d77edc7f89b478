#include "agent/settings/sections/throughput_section.hpp"

#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using throughput::SpeedTest;
using throughput::Window;

constexpr std::string_view kUrl = "url = \"https://speed.example.vn/\"\n";

// The first of the added lines is line 37, the id is on 38.
std::string test_with(std::string_view lines, std::string_view server = kUrl) {
  return std::string(kSmallest) + "[[throughput_test]]\nid = \"fibre\"\n" + std::string(server) +
         std::string(lines);
}

SpeedTest read(std::string_view lines, std::string_view server = kUrl) {
  const LoadedText loaded(test_with(lines, server));
  EXPECT_THAT(loaded.errors(), IsEmpty());
  if (!loaded.result || loaded.result->throughput.tests.size() != 1) return {};
  return loaded.result->throughput.tests[0];
}

std::vector<std::string> errors(std::string_view lines, std::string_view server = kUrl) {
  return LoadedText(test_with(lines, server)).errors();
}

TEST(ThroughputSection, there_is_none_by_default) {
  const LoadedText loaded{kSmallest};
  ASSERT_TRUE(loaded.result);
  EXPECT_THAT(loaded.result->throughput.tests, IsEmpty());
}

TEST(ThroughputSection, an_address_is_enough) {
  const SpeedTest test = read("");
  EXPECT_EQ(test.name, "fibre");
  EXPECT_EQ(test.download_url, "https://speed.example.vn/backend/garbage.php?ckSize=100");
  EXPECT_EQ(test.upload_url, "https://speed.example.vn/backend/empty.php");
  EXPECT_EQ(test.upload_piece_bytes, 20U << 20U);
  EXPECT_EQ(test.connections, 4);
  EXPECT_EQ(test.duration, 10s);
  EXPECT_THAT(test.windows, ElementsAre(Window{1h, 5h}));
  EXPECT_EQ(test.interval, 24h);
  EXPECT_EQ(test.budget_day, 500'000'000U);
  EXPECT_EQ(test.budget_month, 5'000'000'000U);
  EXPECT_TRUE(test.only_when_idle);
  EXPECT_EQ(test.interface, "");
  EXPECT_EQ(test.idle_below, 32'000);
  EXPECT_EQ(test.contracted_download, 0);
}

TEST(ThroughputSection, all_keys_are_read) {
  const SpeedTest test = read(
      "name = \"Cáp quang\"\nconnections = 8\nduration = \"20s\"\nwindows = [\"22:30-02:00\", "
      "\"12:00-24:00\"]\ninterval = \"6h\"\nbudget_day = \"1GB\"\nbudget_month = \"10GB\"\n"
      "only_when_idle = false\ninterface = \"eth0\"\nidle_below = \"1Mbit\"\n"
      "contracted_download = \"100Mbit\"\ncontracted_upload = \"20Mbit\"\n");
  EXPECT_EQ(test.name, "Cáp quang");
  EXPECT_EQ(test.connections, 8);
  EXPECT_EQ(test.duration, 20s);
  EXPECT_THAT(test.windows, ElementsAre(Window{22h + 30min, 2h}, Window{12h, 24h}));
  EXPECT_EQ(test.interval, 6h);
  EXPECT_EQ(test.budget_day, 1'000'000'000U);
  EXPECT_EQ(test.budget_month, 10'000'000'000U);
  EXPECT_FALSE(test.only_when_idle);
  EXPECT_EQ(test.interface, "eth0");
  EXPECT_EQ(test.idle_below, 125'000);
  EXPECT_EQ(test.contracted_download, 12'500'000);
  EXPECT_EQ(test.contracted_upload, 2'500'000);
}

TEST(ThroughputSection, knows_the_vantage_the_time_zone_and_where_the_account_is) {
  const LoadedText loaded(test_with(""));
  ASSERT_TRUE(loaded.result);
  EXPECT_EQ(loaded.result->throughput.vantage, "office");
  EXPECT_EQ(loaded.result->throughput.timezone, "Asia/Ho_Chi_Minh");
  EXPECT_EQ(loaded.result->throughput.state_dir, loaded.result->state_dir);
}

TEST(ThroughputSection, a_plain_server_has_an_address_for_each_direction) {
  const SpeedTest both = read("",
                              "server = \"plain\"\ndownload_url = \"http://10.0.0.1/big\"\n"
                              "upload_url = \"http://10.0.0.1/sink\"\n");
  EXPECT_EQ(both.download_url, "http://10.0.0.1/big");
  EXPECT_EQ(both.upload_url, "http://10.0.0.1/sink");
  const SpeedTest one = read("", "server = \"plain\"\ndownload_url = \"http://10.0.0.1/big\"\n");
  EXPECT_EQ(one.upload_url, "");
  EXPECT_THAT(errors("", "server = \"plain\"\n"),
              ElementsAre("c.toml:37:1: throughput_test has neither download_url nor upload_url"));
}

TEST(ThroughputSection, each_kind_of_server_has_its_own_keys) {
  EXPECT_THAT(
      errors("download_url = \"http://a/\"\n"),
      ElementsAre("c.toml:40:1: download_url is for server = \"plain\"; a LibreSpeed server "
                  "has one url"));
  EXPECT_THAT(errors("download_url = \"http://a/\"\n", "server = \"plain\"\nurl = \"http://a/\"\n"),
              ElementsAre("c.toml:40:1: url is for server = \"librespeed\"; write download_url, "
                          "upload_url or both"));
  EXPECT_THAT(errors("", ""), ElementsAre("c.toml:37:1: throughput_test has no url"));
}

TEST(ThroughputSection, an_invalid_address_is_reported) {
  const std::string such =
      " is not an address such as \"https://speed.example.vn/\", without a login";
  for (const char* bad : {"speed.example.vn", "ftp://a/", "http://", "http:///x", "http://a b/",
                          "https://user:secret@a/"})
    EXPECT_THAT(errors("", "url = \"" + std::string(bad) + "\"\n"),
                ElementsAre("c.toml:39:7: url \"" + std::string(bad) + "\"" + such));
}

TEST(ThroughputSection, directions_may_be_left_out) {
  EXPECT_EQ(read("directions = [\"download\"]\n").upload_url, "");
  EXPECT_EQ(read("directions = [\"upload\"]\n").download_url, "");
  EXPECT_THAT(errors("directions = []\n"),
              ElementsAre("c.toml:40:14: directions is an empty list"));
  EXPECT_THAT(
      errors("directions = [\"upload\"]\n", "server = \"plain\"\ndownload_url = \"http://a/\"\n"),
      ElementsAre("c.toml:41:14: directions: upload has no upload_url"));
}

TEST(ThroughputSection, windows_are_times_of_day) {
  const std::string such = " is not a time range such as \"01:00-05:00\"";
  for (const char* bad : {"1:00-5:00", "01:00", "01:60-02:00", "24:00-01:00", "01:00-25:00",
                          "01:00-0a:00", "01:00 - 05:00"})
    EXPECT_THAT(errors("windows = [\"" + std::string(bad) + "\"]\n"),
                ElementsAre("c.toml:40:11: windows: \"" + std::string(bad) + "\"" + such));
  EXPECT_THAT(errors("windows = [\"01:00-01:10\"]\n"),
              ElementsAre("c.toml:40:11: windows: \"01:00-01:10\" is shorter than 15 minutes"));
  EXPECT_THAT(errors("windows = []\n"),
              ElementsAre("c.toml:40:11: windows is an empty list; write [\"01:00-05:00\"], or "
                          "leave it out"));
}

TEST(ThroughputSection, a_metered_line_has_no_budget_unless_it_is_confirmed) {
  const SpeedTest none = read("metered = true\n");
  EXPECT_EQ(none.budget_day, 0U);
  EXPECT_EQ(none.budget_month, 0U);
  const SpeedTest some = read(
      "metered = true\nallow_metered = true\nbudget_day = \"20MB\"\nbudget_month = \"100MB\"\n");
  EXPECT_EQ(some.budget_day, 20'000'000U);
  EXPECT_EQ(some.budget_month, 100'000'000U);
  EXPECT_THAT(errors("metered = true\nbudget_day = \"0B\"\n"),
              ElementsAre("c.toml:41:14: budget_day on a metered line costs money: add "
                          "allow_metered = true, or leave it out"));
  EXPECT_THAT(errors("metered = true\nallow_metered = true\n"),
              ElementsAre("c.toml:41:17: allow_metered needs budget_day and budget_month"));
  EXPECT_THAT(errors("allow_metered = true\n"),
              ElementsAre("c.toml:40:17: allow_metered is for a test with metered = true"));
}

TEST(ThroughputSection, a_day_has_no_more_than_its_month) {
  EXPECT_THAT(errors("budget_day = \"10GB\"\n"),
              ElementsAre("c.toml:40:14: the budget of a day, 10000000000 bytes, is more than that "
                          "of a month, 5000000000 bytes"));
}

TEST(ThroughputSection, a_link_has_the_contracted_rate) {
  const std::string link =
      "[[link]]\nid = \"fibre-1\"\nsite = \"office\"\ndevice = \"ap-1\"\ninterface = \"e1\"\n"
      "capacity = \"50Mbit\"\n";
  const SpeedTest test = read("link = \"fibre-1\"\ncontracted_upload = \"10Mbit\"\n" + link);
  EXPECT_EQ(test.contracted_download, 6'250'000);
  EXPECT_EQ(test.contracted_upload, 1'250'000);
  EXPECT_THAT(errors("link = \"fiber-1\"\n" + link),
              ElementsAre("c.toml:40:8: link: there is no link \"fiber-1\" (did you mean "
                          "\"fibre-1\"?)"));
}

TEST(ThroughputSection, authorities_are_a_file_beside_the_configuration) {
  const LoadedText loaded(test_with("ca_file = \"ca.pem\"\n"), "ca.pem", "x");
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_EQ(loaded.result->throughput.tests[0].ca_file, loaded.directory.path() + "/ca.pem");
  EXPECT_THAT(errors("ca_file = \"ca.pem\"\n"),
              ElementsAre("c.toml:40:11: ca_file: there is no file ca.pem"));
}

TEST(ThroughputSection, mistakes_are_reported_by_place) {
  EXPECT_THAT(
      errors("id2 = 1\nconnections = 9\ninterface = \"../x\"\n"),
      ElementsAre("c.toml:40:1: unknown key \"id2\" in throughput_test (did you mean "
                  "\"id\"?)",
                  "c.toml:41:15: connections is 9; it must be from 1 to 8",
                  "c.toml:42:13: interface \"../x\" is not the name of an interface such as "
                  "\"eth0\""));
  EXPECT_THAT(errors("[[throughput_test]]\nid = \"fibre\"\nurl = \"http://a/\"\n"),
              ElementsAre("c.toml:41:6: throughput_test \"fibre\" is already at c.toml:38:6"));
}

}  // namespace
}  // namespace commune::settings
