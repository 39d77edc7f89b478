// Each walk of tests/fixtures, read by the profile of its name, must give the page in tests/golden.
// COMMUNE_WRITE_GOLDENS=1 writes the pages again: look at the difference before you keep it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "agent/settings/profiles/profile_library.hpp"
#include "collectors/snmp/profile/interpretation.hpp"
#include "exporters/prometheus/exposition.hpp"
#include "tests/collectors/snmp/profile/walk_fixture.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

const std::string kSource = COMMUNE_SOURCE_DIR;

std::string contents(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::vector<std::string> fixtures() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kSource + "/tests/fixtures"))
    if (entry.path().extension() == ".walk") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::shared_ptr<const Inventory> inventory() {
  auto made = std::make_shared<Inventory>();
  made->vantage = SiteId{"office"};
  Village village;
  village.id = VillageId{"ca"};
  village.name = "Thôn Ca";
  made->villages = {village};
  Site site;
  site.id = SiteId{"office"};
  site.village = village.id;
  site.name = "Trụ sở xã";
  made->sites = {site};
  Device device;
  device.id = DeviceId{"device-1"};
  device.site = site.id;
  device.address = "192.0.2.1";
  made->devices = {device};
  return made;
}

const std::vector<snmp::ProfilePtr>& profiles() {
  static const auto kProfiles =
      settings::load_profiles(std::vector{kSource + "/config/profiles"}).value();
  return kProfiles;
}

// The page of a commune whose only device answered with this walk.
std::string page(const snmp::Walk& walk, const snmp::ProfilePtr& profile) {
  auto readings = std::make_shared<DeviceReadings>();
  readings->device = DeviceId{"device-1"};
  readings->source = Source::snmp;
  readings->answered = true;
  readings->last_answer = readings->taken;
  snmp::CounterMemory counters;
  counters.begin_poll(false);
  snmp::Interpretation::compile(profile).value()->interpret(snmp::poll_of(walk, *profile), counters,
                                                            *readings);
  Snapshot snapshot;
  snapshot.inventory = inventory();
  snapshot.devices.resize(1);
  snapshot.devices[0].by_source[static_cast<std::size_t>(Source::snmp)] = readings;
  const Exposition exposition({"0.0.0", "", "golden"}, nullptr, [] { return ProcessFigures{}; });
  return exposition.render(snapshot);
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, walk_gives_the_page) {
  const auto walk = snmp::read_walk(kSource + "/tests/fixtures/" + GetParam() + ".walk");
  ASSERT_TRUE(walk) << walk.error().message();
  const auto profile = snmp::choose(profiles(), snmp::facts_of(*walk, profiles()));
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->name, GetParam()) << "the walk is recognised as another family";
  const std::string made = page(*walk, profile);
  const std::string path = kSource + "/tests/golden/" + GetParam() + ".prom";
  if (std::getenv("COMMUNE_WRITE_GOLDENS")) std::ofstream(path) << made;
  ASSERT_TRUE(std::filesystem::exists(path)) << path << " is missing";
  EXPECT_EQ(made, contents(path));
}

TEST_P(Golden, promtool_is_content_with_the_page) {
  if (std::system("command -v promtool >/dev/null") != 0)
    GTEST_SKIP() << "promtool is not installed (Debian package prometheus)";
  const std::string path = kSource + "/tests/golden/" + GetParam() + ".prom";
  const std::string log = testing::TempDir() + "promtool-" + GetParam() + ".log";
  const std::string command = "promtool check metrics < '" + path + "' > '" + log + "' 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0) << contents(log);
  std::filesystem::remove(log);
}

std::string sentence(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Fixtures, Golden, testing::ValuesIn(fixtures()), sentence);

TEST(Goldens, every_profile_has_a_fixture) {
  const auto names = fixtures();
  for (const auto& profile : profiles())
    EXPECT_NE(std::find(names.begin(), names.end(), profile->name), names.end())
        << "no tests/fixtures/" << profile->name << ".walk";
}

}  // namespace
}  // namespace commune
