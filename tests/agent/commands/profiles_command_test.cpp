#include "agent/commands/profiles_command.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "agent/settings/profiles/profile_library.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

class ProfilesCommand : public testing::Test {
 protected:
  ProfilesCommand()
      : directory_(testing::TempDir() + "profiles-command-" +
                   testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
    write("generic.toml", R"(description = "Any device"
[table.ports]
index = ["slot", "port"]
columns.power = "1.3.6.1.4.1.99.1"
columns.state = "1.3.6.1.4.1.99.2"
labels.port = { text = "{slot}/{port}" }
[[table.ports.reading]]
quantity = "optical.receive_power"
column = "power"
[[table.ports.reading]]
quantity = "optical.transmit_power"
expression = "power + state"
)");
    write("box.toml", R"(vendor = "Example"
description = "Boxes"
extends = ["generic"]
[[match]]
sys_object_id = "1.3.6.1.4.1.99"
sys_descr = "^Box"
[[match]]
answers = "1.3.6.1.4.1.99.1.0"
answer = "B"
)");
  }
  ~ProfilesCommand() override { std::filesystem::remove_all(directory_); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(directory_ + "/" + name) << text;
    return directory_ + "/" + name;
  }

  std::vector<snmp::ProfilePtr> profiles() const {
    return settings::load_profiles(std::vector{directory_}).value();
  }

  const std::string directory_;
  std::ostringstream out_, err_;
};

TEST_F(ProfilesCommand, list_shows_how_each_family_is_recognised) {
  EXPECT_EQ(list_profiles(profiles(), out_), 0);
  EXPECT_EQ(out_.str(),
            "profile  vendor   description  recognised by\n"
            "box      Example  Boxes        sysObjectID 1.3.6.1.4.1.99, sysDescr ^Box\n"
            "                               1.3.6.1.4.1.99.1.0 is B\n"
            "generic           Any device   devices of no other profile\n");
}

TEST_F(ProfilesCommand, show_prints_tables_columns_and_quantities) {
  EXPECT_EQ(show_profile(profiles(), "box", out_, err_), 0);
  EXPECT_EQ(out_.str(), "box: Boxes\n" + directory_ + "/box.toml\n" +
                            R"(extends generic
recognised by sysObjectID 1.3.6.1.4.1.99, sysDescr ^Box
recognised by 1.3.6.1.4.1.99.1.0 is B

ports (by slot, port)
  column  OID
  power   1.3.6.1.4.1.99.1
  state   1.3.6.1.4.1.99.2
  quantity                metric                              labels  from
  optical.receive_power   commune_optical_receive_power_dbm   port    power
  optical.transmit_power  commune_optical_transmit_power_dbm  port    power + state
)");
}

TEST_F(ProfilesCommand, show_suggests_a_similar_name) {
  EXPECT_EQ(show_profile(profiles(), "genric", out_, err_), 2);
  EXPECT_EQ(err_.str(), "there is no profile \"genric\" (did you mean \"generic\"?)\n");
  EXPECT_EQ(out_.str(), "");
}

TEST_F(ProfilesCommand, check_accepts_a_good_file_that_extends_an_installed_one) {
  const std::vector files = {write("new.toml", "description = \"n\"\nextends = [\"generic\"]\n")};
  EXPECT_EQ(check_profiles(files, std::vector{directory_}, out_, err_), 0);
  EXPECT_EQ(out_.str(), files[0] + ": good\n");
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ProfilesCommand, check_reports_each_mistake_with_its_place) {
  const auto installed = directory_ + "/installed";
  std::filesystem::create_directories(installed);
  const std::vector files = {write("new.toml", "description = \"n\"\nextnds = [\"generic\"]\n")};
  EXPECT_EQ(check_profiles(files, std::vector{installed}, out_, err_), 2);
  EXPECT_EQ(err_.str(), files[0] + ":2:1: unknown key \"extnds\" (did you mean \"extends\"?)\n");
  EXPECT_EQ(out_.str(), "");
}

}  // namespace
}  // namespace commune
