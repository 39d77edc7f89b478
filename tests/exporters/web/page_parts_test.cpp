// The parts of the status page by themselves: words, bars, map, links.
#include "exporters/web/pages/html_text.hpp"
#include "exporters/web/pages/map_drawing.hpp"
#include "exporters/web/pages/page_words.hpp"
#include "exporters/web/pages/timeline_drawing.hpp"
#include "tests/exporters/web/sample_commune.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::web {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

const Subject kCa{VillageId{"ca"}, {}, {}};

TEST(PageWords, name_every_state_and_cause_in_both_languages) {
  for (const Language language : {Language::vi, Language::en}) {
    for (const State state : kStates)
      EXPECT_FALSE(state_words(state, language).empty());
    for (std::size_t i = 0; i < kCauseCount; ++i) {
      const auto cause = static_cast<Cause>(i);
      EXPECT_EQ(cause_words(State::down, cause, language).empty(), cause == Cause::none);
    }
  }
  EXPECT_EQ(cause_words(State::down, Cause::power, Language::vi), "mất điện");
  EXPECT_EQ(cause_words(State::degraded, Cause::radio, Language::en), "weak signal");
}

TEST(PageWords, show_durations_in_two_units_rounded_down) {
  EXPECT_EQ(duration_words(seconds(59), Language::vi), "chưa đến 1 phút");
  EXPECT_EQ(duration_words(seconds(-5), Language::en), "less than a minute");
  EXPECT_EQ(duration_words(minutes(125), Language::vi), "2 giờ 5 phút");
  EXPECT_EQ(duration_words(hours(76) + minutes(59), Language::vi), "3 ngày 4 giờ");
  EXPECT_EQ(duration_words(hours(2), Language::en), "2 h");
}

TEST(PageWords, shorten_village_names_but_never_to_nothing) {
  EXPECT_EQ(short_name("Thôn Ca"), "Ca");
  EXPECT_EQ(short_name("Bản Mường"), "Bản Mường");
  EXPECT_EQ(short_name("Thôn "), "Thôn ");
}

TEST(HtmlText, makes_telephone_links_only_of_digits) {
  EXPECT_EQ(telephone_link("0900 000 001"), "tel:0900000001");
  EXPECT_EQ(telephone_link("+84 (90) 0"), "tel:+84900");
  EXPECT_EQ(telephone_link("javascript:alert"), "");
  EXPECT_EQ(telephone_link("+"), "");
}

TEST(Timeline, ends_with_the_five_minutes_that_contain_the_moment) {
  const TimeRange day = drawn_day(sample_time());
  EXPECT_EQ(sample_calendar().text(day.to), "2026-11-25T13:50:00+07:00");
  EXPECT_EQ(day.to - day.from, hours(24));
}

TEST(Timeline, keeps_a_short_outage_visible) {
  const LedgerTime now = sample_time(), cut = drawn_day(now).from + minutes(60);
  const std::vector<Interval> day = {
      {kCa, State::up, Cause::none, {}, now - hours(30), cut, false},
      {kCa, State::down, Cause::fibre, {}, cut, cut + seconds(20), false},
      {kCa, State::up, Cause::none, {}, cut + seconds(20), now, true}};
  const auto bar = timeline_bar(day, now);
  EXPECT_THAT(bar, HasSubstr("<path class=d d=\"M12 6h1\"/>"));
  EXPECT_THAT(bar, HasSubstr("<path class=u d=\"M0 6h12M13 6h275\"/>"));
  EXPECT_EQ(day_times(day, now).at(static_cast<std::size_t>(State::down)), seconds(20));
}

TEST(Timeline, draws_unmeasured_time_as_unmeasured_and_leaves_the_time_before_empty) {
  const LedgerTime now = sample_time();
  const std::vector<Interval> day = {
      {kCa, State::unmeasured, Cause::power_cut, {}, now - hours(2), now - hours(1), false}};
  const auto bar = timeline_bar(day, now);
  EXPECT_THAT(bar, HasSubstr("<path class=n d=\"M263 6h13\"/>"));
  EXPECT_THAT(bar, Not(HasSubstr("class=d")));
  EXPECT_THAT(bar, Not(HasSubstr("class=u")));
}

TEST(Timeline, draws_an_open_interval_up_to_the_moment_of_the_picture) {
  const LedgerTime now = sample_time();
  const std::vector<Interval> day = {
      {kCa, State::up, Cause::none, {}, now - hours(30), now - minutes(30), true}};
  EXPECT_THAT(timeline_bar(day, now), HasSubstr("M0 6h288"));
}

TEST(MapDrawing, links_each_village_by_the_shape_of_its_state) {
  const auto map = map_drawing(small_picture(), small_inventory(), Language::vi);
  EXPECT_THAT(map, HasSubstr("<a href=\"#v-ca\" aria-label=\"Ca: mất mạng\"><use href=#md "));
  EXPECT_THAT(map, Not(HasSubstr("#v-go")));
}

TEST(MapDrawing, is_left_out_if_no_site_has_coordinates) {
  auto inventory = small_inventory();
  inventory.sites[1].latitude.reset();
  EXPECT_THAT(map_drawing(small_picture(), inventory, Language::en),
              testing::StartsWith("<p class=q>Without coordinates, not drawn:"));
}

TEST(MapDrawing, gives_every_state_a_shape_and_a_pattern_of_its_own) {
  const auto definitions = drawing_definitions();
  for (const State state : kStates)
    for (const char* kind : {"m", "f"})
      EXPECT_THAT(definitions, HasSubstr("id=\"" + std::string(kind) + state_letter(state) + "\""));
}

}  // namespace
}  // namespace commune::web
