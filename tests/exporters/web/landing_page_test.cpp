#include "exporters/web/landing_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(LandingPage, shows_the_commune_and_how_many_devices_answer) {
  const auto page = landing_page({"Xã Kép", "0.1.0", 140, 7, 3});
  EXPECT_THAT(page, HasSubstr("<h1>Xã Kép</h1>"));
  EXPECT_THAT(page, HasSubstr("<b>140</b>thiết bị đang trả lời"));
  EXPECT_THAT(page, HasSubstr("<li class=\"bad\"><b>7</b>thiết bị không trả lời"));
  EXPECT_THAT(page, HasSubstr("<b>3</b>thiết bị chưa được đo"));
  EXPECT_THAT(page, HasSubstr("commune-agent 0.1.0"));
}

TEST(LandingPage, is_not_red_while_no_device_is_silent) {
  EXPECT_THAT(landing_page({"x", "", 1, 0, 0}), Not(HasSubstr("class=\"bad\"")));
}

TEST(LandingPage, escapes_names) {
  const auto page = landing_page({"<script>\"&\xFF", "", 0, 0, 0});
  EXPECT_THAT(page, HasSubstr("<h1>&lt;script&gt;&quot;&amp;\xEF\xBF\xBD</h1>"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
}

TEST(LandingPage, loads_nothing_from_elsewhere_and_fits_a_telephone) {
  const auto page = landing_page({"x", "", 0, 0, 0});
  for (const char* needs : {"http://", "https://", "src=", "@import", "url("})
    EXPECT_THAT(page, Not(HasSubstr(needs)));
  EXPECT_THAT(page, HasSubstr("width=device-width"));
  EXPECT_THAT(page, HasSubstr("prefers-color-scheme: dark"));
}

TEST(LandingPage, links_to_what_there_is) {
  const auto page = landing_page({"x", "", 0, 0, 0});
  for (const char* path : {"/metrics", "/-/healthy", "/-/ready"})
    EXPECT_THAT(page, HasSubstr("<a href=\"" + std::string(path) + "\">"));
}

}  // namespace
}  // namespace commune::web
