// What is refused before a packet is sent, and how waiting looks.
#include "agent/commands/discover/discover_command.hpp"

#include <sstream>

#include "agent/commands/discover/progress.hpp"
#include "agent/commands/progress_line.hpp"
#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::discover {
namespace {

using testing::HasSubstr;

struct Outcome {
  int exit_code = 0;
  std::string out, err;
};

Outcome discover(const DiscoverArguments& arguments) {
  std::ostringstream out, err;
  const int exit_code = run_discover(arguments, out, err);
  return {exit_code, out.str(), err.str()};
}

TEST(Discover, reports_all_mistakes_at_once_and_what_would_be_right) {
  DiscoverArguments arguments;
  arguments.cidrs = {"10.0.0.0/15", "10.0.0"};
  arguments.logins.communities = {"canary-7f3a"};
  arguments.root = "gateway";
  const auto [exit_code, out, err] = discover(arguments);
  EXPECT_EQ(exit_code, 2);
  EXPECT_EQ(out, "");
  EXPECT_THAT(err, HasSubstr("10.0.0.0/15: has 131072 addresses"));
  EXPECT_THAT(err, HasSubstr("10.0.0: is not an address range"));
  EXPECT_THAT(err, HasSubstr("--community: a secret on the command line can be read"));
  EXPECT_THAT(err, HasSubstr("--root: \"gateway\" is not an IP address"));
}

TEST(Discover, the_site_is_one_of_the_configuration) {
  const settings::TemporaryDirectory directory;
  DiscoverArguments arguments;
  arguments.cidrs = {"127.0.0.1"};
  arguments.config = directory.write("c.toml", settings::kSmallest);
  arguments.site = "ofice";
  const auto [exit_code, out, err] = discover(arguments);
  EXPECT_EQ(exit_code, 2);
  EXPECT_EQ(err,
            "--site: there is no site \"ofice\" in the configuration (did you mean \"office\"?)\n");
}

TEST(Discover, the_site_of_a_new_configuration_is_an_id) {
  DiscoverArguments arguments;
  arguments.cidrs = {"127.0.0.1"};
  arguments.site = "Trụ sở";
  EXPECT_EQ(discover(arguments).err, "--site: \"Trụ sở\" is not an id (\"tru-so\" would be one)\n");
}

TEST(Progress, shows_progress_and_remaining_time) {
  ProgressFigures figures;
  figures.sweep.addresses = 254;
  figures.sweep.asked = 120;
  figures.sweep.sent = 398;
  figures.sweep.round = 2;
  figures.sweep.answered = 12;
  figures.sweep.requests_left = 376;
  figures.identified = 10;
  figures.per_second = 200;
  EXPECT_EQ(progress_text(figures, 3, Milliseconds(2'000)),
            "swept 120 of 254 (round 2 of 3), 12 answer, 10 identified, 199/s, 2 s left");
  figures.sweep.requests_left = 150'000;
  EXPECT_THAT(progress_text(figures, 3, Milliseconds(0)), HasSubstr("0/s, 12 min 30 s left"));
  figures.sweeping = false;
  figures.identifying = 2;
  EXPECT_EQ(progress_text(figures, 3, Milliseconds(5'000)),
            "swept 254 addresses, 12 answer, 10 identified, 2 left to poll by SNMP");
}

TEST(Progress, is_one_line_redrawn_on_a_terminal_and_plain_lines_elsewhere) {
  std::ostringstream terminal, plain;
  ProgressLine redrawn(terminal, true);
  redrawn.show("a");
  redrawn.show("b");
  redrawn.clear();
  EXPECT_EQ(terminal.str(), "\r\x1b[Ka\r\x1b[Kb\r\x1b[K");
  ProgressLine lines(plain, false);
  lines.show("a");
  lines.clear();
  EXPECT_EQ(plain.str(), "a\n");
  EXPECT_GT(lines.interval(), redrawn.interval());
}

}  // namespace
}  // namespace commune::discover
