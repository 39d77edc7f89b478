#include <filesystem>
#include <fstream>

#include "tests/simulator/scenario/scenario_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace commune::simulator {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;

constexpr std::string_view kNetwork = "[network]\nipv4 = \"10.77.255.254/16\"\n";

class ScenarioFile : public testing::Test {
 protected:
  ScenarioFile() {
    std::filesystem::create_directories(folder_);
    write("a.walk",
          "1.3.6.1.2.1.1.5.0 STRING \"{device}\"\n1.3.6.1.2.1.2.2.1.2.3 STRING \"wlan0\"\n");
    write("b.walk", "1.3.6.1.4.1.9999.1.1 INTEGER -2000\n");
  }
  ~ScenarioFile() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, std::string_view text) {
    std::ofstream(folder_ / name) << text;
  }

  ResultOrErrors<Scenario> read(std::string_view text) {
    write("s.toml", text);
    return read_scenario((folder_ / "s.toml").string());
  }

  Scenario good(std::string_view text) {
    auto scenario = read(text);
    if (scenario) return std::move(*scenario);
    for (const Error& error : scenario.error())
      ADD_FAILURE() << error.message();
    return {};
  }

  // The messages, without the folder.
  std::vector<std::string> errors(std::string_view text) {
    const auto scenario = read(text);
    std::vector<std::string> messages;
    if (scenario) return messages;
    for (const Error& error : scenario.error()) {
      std::string message = error.message();
      for (auto at = message.find(folder_.string()); at != std::string::npos;
           at = message.find(folder_.string()))
        message.erase(at, folder_.string().size() + 1);
      messages.push_back(std::move(message));
    }
    return messages;
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / fmt::format("commune-sim-test-{}", getpid());
};

TEST_F(ScenarioFile, reads_devices_by_hand) {
  const Scenario scenario = good(R"(
seed = 7
vantage = "gw"
[network]
ipv4 = "10.77.255.254/16"
ipv6 = "fd77::fffe/64"
mtu = 9000
[[device]]
id = "gw"
address = "10.77.0.1"
kind = "gateway"
walk = "a.walk"
[[device]]
id = "ap"
address = "fd77::1"
upstream = "gw"
walk = "b.walk"
community = "c"
max_message = 484
rate_limit = 5
delay = "20ms"
loss = "0.5%"
behaviours = ["five_replies"]
)");
  ASSERT_EQ(scenario.devices.size(), 2U);
  EXPECT_EQ(scenario.seed, 7U);
  EXPECT_EQ(scenario.mtu, 9000U);
  EXPECT_EQ(scenario.vantage, 0U);
  EXPECT_EQ(scenario.devices[0].playing.tree->row(0).value.bytes, "gw");
  const SimulatedDevice& ap = scenario.devices[1];
  EXPECT_EQ(ap.upstream, 0U);
  EXPECT_EQ(ap.playing.community, "c");
  EXPECT_EQ(ap.playing.max_message, 484U);
  EXPECT_EQ(ap.playing.rate_limit, 5U);
  EXPECT_EQ(ap.playing.line.delay, milliseconds(20));
  EXPECT_DOUBLE_EQ(ap.playing.line.loss, 0.005);
  EXPECT_TRUE(ap.playing.behaviours.has(Behaviour::five_replies));
}

TEST_F(ScenarioFile, reads_a_commune_and_assigns_walks_by_kind) {
  write("commune.toml", R"(
[commune]
name = "x"
[[device]]
id = "olt"
kind = "olt"
site = "tram"
address = "10.77.0.1"
[[device]]
id = "ap-1"
kind = "access_point"
address = "10.77.0.2"
upstream = "olt"
[[device]]
id = "ap-2"
kind = "access_point"
address = "10.77.0.3"
upstream = "olt"
snmp = { port = 1161 }
[[link]]
id = "fibre-1"
device = "olt"
towards = "ap-1"
)");
  const Scenario scenario =
      good(std::string("commune = \"commune.toml\"\n") + std::string(kNetwork) + R"(
[[play]]
kind = "access_point"
walks = ["a.walk", "b.walk"]
delay = "3ms"
[[play]]
devices = ["ap-2"]
delay = "9ms"
[[fault]]
kind = "fibre_cut"
link = "fibre-1"
at = "1m"
until = "2m"
repeat = "10m"
)");
  ASSERT_EQ(scenario.devices.size(), 3U);
  EXPECT_EQ(scenario.devices[0].playing.tree, nullptr);
  EXPECT_EQ(scenario.devices[1].playing.tree->size(), 2U);
  EXPECT_EQ(scenario.devices[2].playing.tree->size(), 1U);
  EXPECT_EQ(scenario.devices[1].playing.line.delay, milliseconds(3));
  EXPECT_EQ(scenario.devices[2].playing.line.delay, milliseconds(9));
  EXPECT_EQ(scenario.devices[2].playing.port, 1161);
  ASSERT_EQ(scenario.faults.size(), 1U);
  EXPECT_THAT(scenario.faults[0].devices, ElementsAre(1U));
  EXPECT_EQ(scenario.faults[0].target, "link fibre-1");
  EXPECT_EQ(scenario.faults[0].until, seconds(120));
  EXPECT_EQ(scenario.faults[0].repeat, seconds(600));
}

TEST_F(ScenarioFile, reads_expectations_for_the_runner) {
  const Scenario scenario = good(std::string(kNetwork) + R"(
[[expect]]
at = "90s"
metric = "commune_device_up"
labels = { device = "ap" }
value = 0
[[expect]]
at = "91s"
metric = "commune_wifi_clients"
absent = true
)");
  ASSERT_EQ(scenario.expectations.size(), 2U);
  EXPECT_EQ(scenario.expectations[0].at, seconds(90));
  EXPECT_THAT(scenario.expectations[0].labels,
              ElementsAre(std::pair<std::string, std::string>("device", "ap")));
  EXPECT_EQ(scenario.expectations[0].least, 0);
  EXPECT_EQ(scenario.expectations[0].most, 0);
  EXPECT_TRUE(scenario.expectations[1].absent);
}

TEST_F(ScenarioFile, reports_all_mistakes_with_their_places) {
  EXPECT_THAT(errors(R"([network]
ipv4 = "10.77.0.0"
mtoo = 3
[[device]]
id = "ap"
address = "10.77.0.1"
upstream = "nothing-like-it"
loss = "200%"
[[device]]
id = "gw"
address = "10.77.0.1"
)"),
              ElementsAre("s.toml:2:8: ipv4 \"10.77.0.0\" is not an address with its network, such "
                          "as \"10.77.255.254/16\"",
                          "s.toml:3:1: unknown key \"mtoo\" in network (did you mean \"mtu\"?)",
                          "s.toml:7:12: no device \"nothing-like-it\"",
                          "s.toml:8:8: loss \"200%\" is not a share such as \"0.5%\"",
                          "s.toml:11:11: address 10.77.0.1 is that of device \"ap\" too"));
}

TEST_F(ScenarioFile, refuses_devices_outside_its_network) {
  EXPECT_THAT(errors(std::string(kNetwork) + "[[device]]\nid = \"ap\"\naddress = \"10.78.0.1\"\n"),
              ElementsAre("s.toml:3:1: device \"ap\": 10.78.0.1 is not in the scenario's network, "
                          "or is the agent's own address there"));
}

TEST_F(ScenarioFile, reports_missing_keys_of_a_fault) {
  const std::string device =
      std::string(kNetwork) +
      "[[device]]\nid = \"ap\"\naddress = \"10.77.0.1\"\nwalk = \"a.walk\"\n[[fault]]\n";
  const auto of = [&](const std::string& fault) { return errors(device + fault); };
  EXPECT_THAT(of("kind = \"device_deed\"\nat = \"1s\"\ndevice = \"ap\"\n"),
              ElementsAre("s.toml:8:8: kind \"device_deed\" is not known (did you mean "
                          "\"device_dead\"?)"));
  EXPECT_THAT(of("kind = \"device_dead\"\nat = \"9s\"\nuntil = \"8s\"\ndevice = \"ap\"\n"),
              ElementsAre("s.toml:10:9: until must be after at"));
  EXPECT_THAT(of("kind = \"device_dead\"\nat = \"1s\"\nuntil = \"9s\"\nrepeat = \"8s\"\n"
                 "device = \"ap\"\n"),
              ElementsAre("s.toml:11:10: repeat must be longer than from at to until"));
  EXPECT_THAT(of("kind = \"device_dead\"\nat = \"1s\"\n"),
              ElementsAre("s.toml:7:1: a fault has one of device, devices, site or link"));
  EXPECT_THAT(of("kind = \"radio_off\"\nat = \"1s\"\ndevice = \"ap\"\ninterface = \"wlan9\"\n"),
              ElementsAre("s.toml:7:1: device \"ap\": no interface \"wlan9\" in its walk"));
  EXPECT_THAT(of("kind = \"vanish\"\nat = \"1s\"\ndevice = \"ap\"\noids = [\"1.3.9\"]\n"),
              ElementsAre("s.toml:7:1: device \"ap\": no row at or below 1.3.9 in its walk"));
  EXPECT_THAT(of("kind = \"set\"\nat = \"1s\"\ndevice = \"ap\"\nvalues = [\"1.3.1 INT 1\"]\n"),
              ElementsAre("s.toml:7:1: set needs values = [\"OID TYPE VALUE\"]",
                          "s.toml:11:11: unknown type \"INT\""));
  EXPECT_THAT(of("kind = \"power_cut\"\nat = \"1s\"\nsite = \"ca\"\n"),
              ElementsAre("s.toml:10:8: no device is at \"ca\""));
}

TEST_F(ScenarioFile, reports_mistakes_in_walks_and_missing_files) {
  write("bad.walk", "\n1.3.1 INTEGER\n");
  EXPECT_THAT(errors(std::string(kNetwork) +
                     "[[device]]\nid = \"ap\"\naddress = \"10.77.0.1\"\nwalk = \"bad.walk\"\n"
                     "[[device]]\nid = \"gw\"\naddress = \"10.77.0.2\"\nwalk = \"none.walk\"\n"),
              ElementsAre("bad.walk:2: \"\" is not a whole number of 32 bits with sign",
                          "none.walk: cannot be read"));
}

TEST_F(ScenarioFile, refuses_devices_that_are_their_own_upstream) {
  EXPECT_THAT(errors(std::string(kNetwork) +
                     "[[device]]\nid = \"a\"\naddress = \"10.77.0.1\"\nupstream = \"b\"\n"
                     "[[device]]\nid = \"b\"\naddress = \"10.77.0.2\"\nupstream = \"a\"\n"),
              ElementsAre("s.toml:6:12: device \"a\" is its own upstream"));
}

TEST(Scenarios, of_this_project_are_all_valid) {
  int seen = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(COMMUNE_SOURCE_DIR "/tests/scenarios")) {
    if (entry.path().extension() != ".toml") continue;
    ++seen;
    const auto scenario = read_scenario(entry.path().string());
    if (scenario) continue;
    for (const Error& error : scenario.error())
      ADD_FAILURE() << error.message();
  }
  EXPECT_GE(seen, 1);
}

TEST(Scenarios, the_demo_plays_the_whole_commune) {
  const auto scenario = read_scenario(COMMUNE_SOURCE_DIR "/tests/scenarios/commune.toml");
  ASSERT_TRUE(scenario);
  EXPECT_GE(scenario->devices.size(), 150U);
  EXPECT_GE(scenario->faults.size(), 5U);
  for (const SimulatedDevice& device : scenario->devices)
    EXPECT_EQ(device.playing.tree == nullptr, device.kind == "loudspeaker") << device.id;
}

}  // namespace
}  // namespace commune::simulator
