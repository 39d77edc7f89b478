#include "agent/settings/sections/polling_sections.hpp"

#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Two villages, a site in each, three devices.
std::string two_villages(std::string_view agent_lines) {
  return smallest_with("state_dir = \"state\"", agent_lines) + R"([[village]]
id = "kep"
name = "Thôn Kép"
[[site]]
id = "kep-nvh"
village = "kep"
kind = "cultural_house"
name = "Nhà văn hoá thôn Kép"
[[device]]
id = "kep-gw"
site = "kep-nvh"
kind = "gateway"
address = "10.77.1.1"
[[device]]
id = "kep-ap"
site = "kep-nvh"
kind = "access_point"
address = "10.77.1.2"
)";
}

std::vector<std::string> polled(std::string_view polls) {
  const LoadedText loaded(two_villages(polls));
  std::vector<std::string> names = loaded.errors();
  if (!loaded.result) return names;
  for (const auto& target : loaded.result->icmp_targets)
    names.push_back(target.device.value);
  return names;
}

TEST(Polls, name_villages_sites_devices_or_all) {
  EXPECT_THAT(polled(""), ElementsAre("ap-1", "kep-gw", "kep-ap"));
  EXPECT_THAT(polled("polls = [\"all\"]"), ElementsAre("ap-1", "kep-gw", "kep-ap"));
  EXPECT_THAT(polled("polls = [\"kep\"]"), ElementsAre("kep-gw", "kep-ap"));
  EXPECT_THAT(polled("polls = [\"office\", \"kep-ap\"]"), ElementsAre("ap-1", "kep-ap"));
  EXPECT_THAT(polled("polls = []"), IsEmpty());
}

std::vector<std::string> judged(std::string_view polls, std::string_view more = "") {
  const LoadedText loaded(two_villages(polls) + std::string(more));
  std::vector<std::string> names = loaded.errors();
  if (!loaded.result) return names;
  for (const SiteId& site : loaded.result->judged)
    names.push_back(site.value);
  return names;
}

TEST(Polls, a_site_is_judged_when_it_or_its_village_or_a_device_there_is_named) {
  EXPECT_THAT(judged(""), ElementsAre("office", "kep-nvh"));
  EXPECT_THAT(judged("polls = [\"all\"]"), ElementsAre("office", "kep-nvh"));
  EXPECT_THAT(judged("polls = [\"kep\"]"), ElementsAre("kep-nvh"));
  EXPECT_THAT(judged("polls = [\"kep-nvh\"]"), ElementsAre("kep-nvh"));
  EXPECT_THAT(judged("polls = [\"kep-ap\"]"), ElementsAre("kep-nvh"));
  EXPECT_THAT(judged("polls = [\"kep-ap\", \"ca\"]"), ElementsAre("office", "kep-nvh"));
  EXPECT_THAT(judged("polls = []"), IsEmpty());
}

TEST(Polls, a_site_without_devices_is_judged_when_it_is_named) {
  const std::string_view bare =
      "[[site]]\nid = \"bare\"\nvillage = \"kep\"\nkind = \"mast\"\nname = \"Cột\"\n";
  EXPECT_THAT(judged("polls = [\"all\"]", bare), ElementsAre("office", "kep-nvh", "bare"));
  EXPECT_THAT(judged("polls = [\"kep\"]", bare), ElementsAre("kep-nvh", "bare"));
  EXPECT_THAT(judged("polls = [\"bare\"]", bare), ElementsAre("bare"));
  EXPECT_THAT(judged("polls = [\"kep-ap\"]", bare), ElementsAre("kep-nvh"));
}

TEST(Polls, an_unknown_id_is_reported) {
  EXPECT_THAT(polled("polls = [\"office\", \"kep-nhv\"]"),
              ElementsAre("c.toml:6:20: polls: there is no village, site or device \"kep-nhv\" "
                          "(did you mean \"kep-nvh\"?)"));
  EXPECT_THAT(polled("polls = \"all\""),
              ElementsAre("c.toml:6:9: polls is a text; it must be a list such as [\"all\"]"));
}

TEST(Polling, a_devices_own_keys_go_over_the_defaults) {
  const LoadedText loaded(
      smallest_with("snmp = { port = 1161 }",
                    "snmp = { interval = \"60s\", retries = 0, max_repetitions = 5 }\n"
                    "icmp = { interval = \"500ms\", payload_bytes = 64 }\nprofile = \"generic\""));
  ASSERT_THAT(loaded.errors(), IsEmpty());
  const auto& snmp = loaded.result->snmp_targets.at(0);
  EXPECT_EQ(snmp.port, 161);
  EXPECT_EQ(snmp.interval, Milliseconds(60'000));
  EXPECT_EQ(snmp.timeout, Milliseconds(2'000));
  EXPECT_EQ(snmp.retries, 0);
  EXPECT_EQ(snmp.max_repetitions, 5);
  EXPECT_EQ(snmp.profile, "generic");
  EXPECT_EQ(snmp.credentials.community, "public");
  const auto& icmp = loaded.result->icmp_targets.at(0);
  EXPECT_EQ(icmp.interval, Milliseconds(500));
  EXPECT_EQ(icmp.timeout, Milliseconds(500));
  EXPECT_EQ(icmp.payload_bytes, 64U);
}

TEST(Polling, false_switches_a_collector_off_for_a_device) {
  const LoadedText loaded(smallest_with("snmp = { port = 1161 }", "snmp = false\nicmp = false"));
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_THAT(loaded.result->snmp_targets, IsEmpty());
  EXPECT_THAT(loaded.result->icmp_targets, IsEmpty());
  EXPECT_EQ(loaded.result->polled_devices, 1U);
  EXPECT_THAT(errors_with("{ port = 1161 }", "\"no\""),
              ElementsAre("c.toml:36:8: snmp is a text; it must be false, or a table such as { "
                          "interval = \"60s\" }"));
}

TEST(Polling, a_timeout_fits_its_interval) {
  EXPECT_THAT(errors_with("timeout = \"2s\"", "timeout = \"40s\""),
              ElementsAre("c.toml:9:1: the SNMP timeout 40s is longer than the interval 30s"));
  EXPECT_THAT(errors_with("{ port = 1161 }", "{ interval = \"1s\" }"),
              ElementsAre("c.toml:36:8: the SNMP timeout 2s is longer than the interval 1s"));
  EXPECT_THAT(errors_with("[defaults.icmp]", "[defaults.icmp]\ntimeout = \"3s\""),
              ElementsAre("c.toml:15:1: the ICMP timeout 3s is longer than the interval 1s"));
}

TEST(Polling, two_devices_are_not_one_snmp_agent) {
  const std::string more =
      "[[device]]\nid = \"b\"\nsite = \"office\"\nkind = \"other\"\naddress = \"127.0.0.1\"\n";
  EXPECT_THAT(LoadedText(std::string(kSmallest) + more + "snmp = { port = 1161 }\n").errors(),
              ElementsAre("c.toml:41:11: address \"127.0.0.1\" with SNMP port 1161 is already that "
                          "of device \"ap-1\" at c.toml:35:11"));
  EXPECT_THAT(LoadedText(std::string(kSmallest) + more + "snmp = { port = 1162 }\n").errors(),
              IsEmpty());
  EXPECT_THAT(LoadedText(std::string(kSmallest) + more + "snmp = false\n").errors(), IsEmpty());
}

TEST(Polling, values_out_of_range_are_reported) {
  EXPECT_THAT(errors_with("{ port = 1161 }", "{ port = 0, retries = 11, max_repetitions = 256 }"),
              ElementsAre("c.toml:36:17: port is 0; it must be from 1 to 65535",
                          "c.toml:36:30: retries is 11; it must be from 0 to 10",
                          "c.toml:36:52: max_repetitions is 256; it must be from 1 to 255"));
  EXPECT_THAT(errors_with("interval = \"1s\"", "interval = \"10ms\"\npayload_bytes = 8"),
              ElementsAre("c.toml:16:12: interval is 10ms; it must be from 100ms to 1h",
                          "c.toml:17:17: payload_bytes is 8; it must be from 16 to 1452"));
}

}  // namespace
}  // namespace commune::settings
