#include "agent/commands/check_command.hpp"

#include <sstream>
#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using settings::smallest_with;
using settings::TemporaryDirectory;

struct Outcome {
  int exit_code = 0;
  std::string out, err;
};

Outcome check(const std::string& path, bool explain = false) {
  std::ostringstream out, err;
  const int exit_code = run_check({path, explain}, out, err);
  return {exit_code, out.str(), err.str()};
}

TEST(Check, summarizes_a_valid_configuration) {
  const TemporaryDirectory directory;
  const Outcome outcome = check(directory.write("c.toml", settings::kSmallest));
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "config OK: 1 village, 1 site, 1 device (1 polled by this gateway)\n");
  EXPECT_EQ(outcome.err, "");
}

TEST(Check, prints_every_mistake_on_a_line_of_its_own_and_nothing_else) {
  const TemporaryDirectory directory;
  const std::string path = directory.write(
      "c.toml", smallest_with("vantage = \"office\"", "vantage = \"ofice\"\npoll = []"));
  const Outcome outcome = check(path, true);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            path + ":5:11: vantage: there is no site \"ofice\" (did you mean \"office\"?)\n" +
                path + ":6:1: unknown key \"poll\" in agent (did you mean \"polls\"?)\n");
}

TEST(Check, warns_of_missing_secrets_that_only_notify_needs) {
  const TemporaryDirectory directory;
  const std::string path = directory.write("c.toml", std::string(settings::kSmallest) + R"(
[[contact]]
id = "cntt"
name = "CNTT"
zalo = "abc"
[notify]
secret = { file = "secret" }
default_contact = "cntt"
[[notify.channel]]
id = "zalo"
kind = "zalo"
token = { file = "token" }
)");
  const Outcome outcome = check(path);
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "config OK: 1 village, 1 site, 1 device (1 polled by this gateway)\n");
  const std::string missing =
      ": cannot be read: No such file or directory (needed only by notify)\n";
  EXPECT_EQ(outcome.err, "warning: " + path + ":43:10: " + directory.path() + "/secret" + missing +
                             "warning: " + path + ":48:9: " + directory.path() + "/token" +
                             missing);
}

TEST(Check, reports_a_missing_profile) {
  const TemporaryDirectory directory;
  const std::string path =
      directory.write("c.toml", std::string(settings::kSmallest) + "profile = \"generik\"\n");
  const Outcome outcome = check(path);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.err, path +
                             ":37:11: profile: there is no profile \"generik\" (did you mean "
                             "\"generic\"?)\n");
}

TEST(Check, reports_a_missing_file) {
  const TemporaryDirectory directory;
  const Outcome outcome = check(directory.path() + "/no.toml");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.err, directory.path() + "/no.toml: no such file\n");
}

TEST(Check, explains_the_example_commune) {
  const Outcome outcome = check(COMMUNE_SOURCE_DIR "/config/commune.toml", true);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              testing::StartsWith("config OK: 49 villages, 60 sites, 151 devices (151 polled by "
                                  "this gateway)\n"));
  // 151 devices, a ping a second, 84 bytes each way.
  EXPECT_THAT(outcome.out, testing::ContainsRegex("ICMP +151 +302.0 +2.2 GB\n"));
  EXPECT_THAT(outcome.out, testing::ContainsRegex("SNMP +112 "));
  EXPECT_THAT(outcome.out, testing::ContainsRegex("\nca-nvh +3 "));
}

}  // namespace
}  // namespace commune
