#include "agent/settings/settings.hpp"

#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Settings, the_smallest_configuration_loads_with_defaults_for_everything_else) {
  const LoadedText loaded(kSmallest);
  ASSERT_THAT(loaded.errors(), IsEmpty());
  const Settings& settings = *loaded.result;
  EXPECT_EQ(settings.inventory.commune_name, "Xã Kép");
  EXPECT_EQ(settings.inventory.language, Language::vi);
  EXPECT_EQ(settings.inventory.timezone, "Asia/Ho_Chi_Minh");
  EXPECT_EQ(settings.inventory.vantage.value, "office");
  EXPECT_EQ(settings.state_dir, loaded.directory.path() + "/state");
  EXPECT_EQ(settings.log_level, LogLevel::info);
  EXPECT_EQ(settings.web.listen, "127.0.0.1:10077");
  EXPECT_EQ(settings.polled_devices, 1U);
  EXPECT_EQ(settings.thresholds.down_after, Milliseconds(20'000));
  EXPECT_EQ(settings.thresholds.up_after, Milliseconds(10'000));

  ASSERT_EQ(settings.inventory.sites.size(), 1U);
  const Site& site = settings.inventory.sites[0];
  EXPECT_EQ(site.kind, SiteKind::office);
  EXPECT_EQ(site.name, "Trụ sở xã");
  EXPECT_EQ(site.latitude, 21.41);
  EXPECT_EQ(site.longitude, 106.29);
  EXPECT_THAT(site.accesses, ElementsAre(Access::fibre, Access::wifi));

  snmp::Target snmp;
  snmp.device.value = "ap-1";
  snmp.address = "127.0.0.1";
  snmp.port = 1161;
  snmp.credentials.community = "public";
  EXPECT_THAT(settings.snmp_targets, ElementsAre(snmp));
  icmp::Target icmp;
  icmp.device.value = "ap-1";
  icmp.address = "127.0.0.1";
  EXPECT_THAT(settings.icmp_targets, ElementsAre(icmp));
}

TEST(Settings, all_mistakes_are_reported_at_once_in_the_order_of_the_file) {
  const LoadedText loaded(R"([commune]
nmae = "Xã Kép"

[agent]
vantage = "ofice"

[defaults.snmp]
community = "public"
interval = 30

[[village]]
id = "ca"
name = "Thôn Ca"

[[site]]
id = "office"
village = "cá"
kind = "ofice"
name = "Trụ sở xã"
latitude = "21,41"
longitude = 186.29

[[device]]
id = "ap-1"
site = "ofice"
kind = "access_point"
adress = "127.0.0.1"
)");
  EXPECT_THAT(
      loaded.errors(),
      ElementsAre("c.toml:1:1: commune has no name",
                  "c.toml:2:1: unknown key \"nmae\" in commune (did you mean \"name\"?)",
                  "c.toml:5:11: vantage: there is no site \"ofice\" (did you mean \"office\"?)",
                  "c.toml:9:12: interval is a whole number; it must be a duration such as \"30s\" "
                  "(units: ms, s, m, h, d)",
                  "c.toml:17:11: village \"cá\" is not an id: lower-case letters, digits, \"-\", "
                  "\"_\" and \".\" make one",
                  "c.toml:18:8: kind \"ofice\" is not known (did you mean \"office\"?)",
                  "c.toml:20:12: latitude is the text \"21,41\"; write a number, with a point: "
                  "21.41",
                  "c.toml:21:13: longitude is 186.29; it must be from -180 to 180",
                  "c.toml:23:1: device has no address",
                  "c.toml:25:8: site: there is no site \"ofice\" (did you mean \"office\"?)",
                  "c.toml:27:1: unknown key \"adress\" in device (did you mean \"address\"?)"));
}

TEST(Settings, says_how_a_decimal_comma_is_written) {
  EXPECT_THAT(errors_with("21.41", "21,41"),
              ElementsAre("c.toml:27:14: a number is written with a point: 21.41, not 21,41"));
}

TEST(Settings, an_empty_file_lacks_commune_and_agent) {
  EXPECT_THAT(LoadedText("").errors(),
              ElementsAre("c.toml: there is no [agent]", "c.toml: there is no [commune]"));
}

TEST(Settings, a_table_with_a_typo_gets_a_suggestion) {
  EXPECT_THAT(errors_with("[[village]]", "[[vilage]]"),
              testing::Contains("c.toml:18:3: unknown key \"vilage\" (did you mean \"village\"?)"));
}

TEST(Settings, agent_and_thresholds_are_read) {
  const LoadedText loaded(
      smallest_with("state_dir = \"state\"", "state_dir = \"/srv/x\"\nlog_level = \"debug\"") +
      "[thresholds]\ndown_after = \"60s\"\nfibre.loss_ratio = 0.1\n"
      "[thresholds.mobile]\nrsrp_dbm = -100\n");
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_EQ(loaded.result->state_dir, "/srv/x");
  EXPECT_EQ(loaded.result->log_level, LogLevel::debug);
  EXPECT_EQ(loaded.result->thresholds.down_after, Milliseconds(60'000));
  EXPECT_EQ(loaded.result->thresholds.fibre.path.loss_ratio, 0.1);
  EXPECT_EQ(loaded.result->thresholds.mobile.rsrp_dbm, -100.0);
  EXPECT_EQ(loaded.result->thresholds.mobile.rsrq_db, -17.0);
}

TEST(Settings, thresholds_that_contradict_each_other_are_reported) {
  EXPECT_THAT(
      LoadedText(std::string(kSmallest) + "[thresholds.mobile]\nrsrp_dbm = -125\n").errors(),
      ElementsAre("c.toml:38:12: rsrp_dbm -125 is under rsrp_floor_dbm -120"));
  EXPECT_THAT(LoadedText(std::string(kSmallest) + "[thresholds.wifi]\nloss_ratio = 5\n").errors(),
              ElementsAre("c.toml:38:14: loss_ratio is 5; it must be from 0 to 1"));
}

TEST(Settings, a_time_zone_and_a_profile_directory_must_exist) {
  EXPECT_THAT(errors_with("[agent]", "timezone = \"Asia/Hanoi\"\n[agent]\nprofiles = \"mine\""),
              ElementsAre("c.toml:4:12: timezone \"Asia/Hanoi\" is not known to this machine; it "
                          "must be a name such as \"Asia/Ho_Chi_Minh\"",
                          "c.toml:6:12: profiles: there is no directory mine"));
}

TEST(Settings, a_file_beside_the_time_zones_is_not_one) {
  for (const std::string name : {"", "zone.tab", "Asia", "../zoneinfo/UTC", "/etc/localtime"})
    EXPECT_THAT(errors_with("[agent]", "timezone = \"" + name + "\"\n[agent]"),
                ElementsAre("c.toml:4:12: timezone \"" + name +
                            "\" is not known to this machine; it must be a name such as "
                            "\"Asia/Ho_Chi_Minh\""));
}

TEST(Settings, missing_profiles_are_reported_at_their_place) {
  const LoadedText loaded(std::string(kSmallest) + "profile = \"unfi\"\n");
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_EQ(loaded.result->snmp_targets[0].profile, "unfi");
  const auto errors = unknown_profiles(*loaded.result, {"generic", "unifi"});
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].message(), loaded.directory.path() +
                                     "/c.toml:37:11: profile: there is no profile \"unfi\" (did "
                                     "you mean \"unifi\"?)");
  EXPECT_THAT(unknown_profiles(*loaded.result, {"unfi"}), IsEmpty());
}

TEST(SettingsDirectory, all_its_files_are_one_configuration) {
  const TemporaryDirectory directory;
  const std::string all(kSmallest);
  const auto villages = all.find("[[village]]");
  directory.write("20-sites.toml", all.substr(villages));
  directory.write("10-agent.toml", all.substr(0, villages));
  directory.write("30-more.toml",
                  "[[device]]\nid = \"ap-2\"\nsite = \"office\"\nkind = \"access_point\"\n"
                  "address = \"127.0.0.1\"\nupstream = \"ap-1\"\n");
  directory.write("notes.txt", "not TOML");
  directory.write(".hidden.toml", "not TOML");
  const auto settings = load_settings(directory.path());
  ASSERT_TRUE(settings) << settings.error()[0].message();
  ASSERT_EQ(settings->inventory.devices.size(), 2U);
  EXPECT_EQ(settings->inventory.devices[0].id.value, "ap-1");
  EXPECT_EQ(settings->inventory.devices[1].upstream.value, "ap-1");
  EXPECT_EQ(settings->state_dir, directory.path() + "/state");
}

TEST(SettingsDirectory, a_table_and_an_id_may_be_in_only_one_file) {
  const LoadedText loaded(std::string(kSmallest) + "[history]\n", "b.toml",
                          "[agent]\nvantage = \"office\"\n[defaults.icmp]\n[[village]]\nid = "
                          "\"ca\"\nname = \"Thôn Ca\"\n[history]\n");
  const auto result = load_settings(loaded.directory.path());
  ASSERT_FALSE(result);
  const std::string at = loaded.directory.path() + "/";
  std::vector<std::string> messages;
  for (const Error& error : result.error())
    messages.push_back(error.message());
  EXPECT_THAT(messages,
              ElementsAre(at + "c.toml:4:1: [agent] is already at " + at + "b.toml:1:1",
                          at + "c.toml:15:1: [defaults.icmp] is already at " + at + "b.toml:3:1",
                          at + "c.toml:19:6: village \"ca\" is already at " + at + "b.toml:5:6",
                          at + "c.toml:37:1: [history] is already at " + at + "b.toml:7:1"));
}

TEST(SettingsDirectory, parse_errors_of_all_files_come_together) {
  const LoadedText loaded("a = \n", "b.toml", "b = \n");
  const auto result = load_settings(loaded.directory.path());
  ASSERT_FALSE(result);
  ASSERT_EQ(result.error().size(), 2U);
  EXPECT_EQ(result.error()[0].where, loaded.directory.path() + "/b.toml:1:5");
  EXPECT_EQ(result.error()[1].where, loaded.directory.path() + "/c.toml:1:5");
}

TEST(SettingsDirectory, one_without_toml_files_is_an_error) {
  const TemporaryDirectory directory;
  const auto result = load_settings(directory.path());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error()[0].message(),
            directory.path() + ": contains no file that ends in .toml");
}

}  // namespace
}  // namespace commune::settings
