#include "exporters/web/pages/status_page.hpp"

#include "agent/settings/settings.hpp"
#include "tests/exporters/web/sample_commune.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::web {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;
using ::testing::Not;

// The inputs of the page, as copies that a test can change.
struct Small {
  CoveragePicture picture = small_picture();
  Inventory inventory = small_inventory();
  Calendar calendar = sample_calendar();

  StatusPage page(Language language = Language::vi) const {
    StatusPage page{picture, inventory, calendar};
    page.language = language;
    return page;
  }
  std::string html(Language language = Language::vi) const { return status_page(page(language)); }
};

TEST(StatusPage, says_in_words_how_many_villages_are_without_network) {
  const Small small;
  EXPECT_THAT(small.html(), HasSubstr("<p class=\"big\">1 thôn mất mạng, 1 thôn chưa đo</p>"));
  EXPECT_THAT(small.html(Language::en),
              HasSubstr("<p class=\"big\">1 village no network, 1 village not measured</p>"));
}

TEST(StatusPage, says_that_all_is_well_only_when_all_was_measured) {
  Small small;
  for (auto& village : small.picture.villages)
    village.state = State::up;
  EXPECT_THAT(small.html(), HasSubstr("Tất cả 2 thôn có mạng"));
  small.picture.villages[0].state = State::unmeasured;
  EXPECT_THAT(small.html(), HasSubstr("Không thôn nào mất mạng, 1 thôn chưa đo"));
  small.picture.villages[1].state = State::unmeasured;
  EXPECT_THAT(small.html(), HasSubstr("Chưa có số liệu của thôn nào"));
}

TEST(StatusPage, shows_where_since_when_why_and_whom_to_call_for_an_outage) {
  const auto html = Small().html();
  EXPECT_THAT(html, HasSubstr("Thôn Ca – Cáp quang"));
  EXPECT_THAT(html, HasSubstr("Nhà văn hoá thôn Ca: đứt cáp quang hoặc mất tín hiệu quang"));
  EXPECT_THAT(html, HasSubstr("<dt>Từ</dt><dd>12:47 (1 giờ)</dd>"));
  EXPECT_THAT(html, HasSubstr("<dt>Nơi hỏng</dt><dd>bộ định tuyến cửa ngõ ca-gw</dd>"));
  EXPECT_THAT(html,
              HasSubstr("1 thôn, khoảng 234 hộ: <a href=\"#v-ca\">Ca</a> (Cáp quang, Wi-Fi)"));
  EXPECT_THAT(html, HasSubstr("href=\"tel:0900000001\">0900 000 001</a>"));
}

TEST(StatusPage, shows_one_card_for_a_root_and_its_consequences) {
  const auto html = Small().html();
  EXPECT_EQ(html.find("<article"), html.rfind("<article"));
}

TEST(StatusPage, shows_an_outage_whose_root_is_over) {
  Small small;
  small.picture.open_outages.erase(small.picture.open_outages.begin());
  EXPECT_THAT(small.html(), HasSubstr("Thôn Ca – Wi-Fi"));
}

TEST(StatusPage, escapes_all_text_from_outside) {
  Small small;
  small.inventory.commune_name = "<script>alert(1)</script>";
  small.inventory.sites[1].name = "<b onclick='x'>&";
  auto page = small.page();
  page.history_trouble = "no space on \"<disk>\"";
  const auto html = status_page(page);
  EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(html, Not(HasSubstr("<b onclick")));
  EXPECT_THAT(html, HasSubstr("&lt;b onclick=&#39;x&#39;&gt;&amp;"));
  EXPECT_THAT(html, HasSubstr("Không ghi được lịch sử: no space on &quot;&lt;disk&gt;&quot;"));
  EXPECT_THAT(html, HasSubstr("&lt;Cầu&gt; &quot;Gỗ&quot;"));
}

TEST(StatusPage, warns_of_a_clock_that_is_not_known) {
  const Small small;
  auto page = small.page();
  EXPECT_THAT(status_page(page), Not(HasSubstr("Đồng hồ của máy giám sát chưa đúng")));
  page.clock_known = false;
  EXPECT_THAT(status_page(page), HasSubstr("Đồng hồ của máy giám sát chưa đúng"));
}

TEST(StatusPage, shows_announced_work_until_it_is_over) {
  Small small;
  small.picture.maintenance = {
      {"a",
       {},
       {VillageId{"ca"}},
       sample_time() - hours(1),
       sample_time() + hours(1),
       "Thay cáp",
       "giamsat"},
      {"b", {}, {}, sample_time() - hours(2), sample_time(), "Đã xong", ""}};
  const auto html = small.html();
  EXPECT_THAT(html, HasSubstr("<p>Thay cáp</p>"));
  EXPECT_THAT(html, HasSubstr("12:47 đến 14:47 · người báo giamsat"));
  EXPECT_THAT(html, Not(HasSubstr("Đã xong")));
}

TEST(StatusPage, names_nobody_if_work_was_announced_without_a_login) {
  Small small;
  small.picture.maintenance = {
      {"a", {}, {VillageId{"ca"}}, sample_time(), sample_time() + hours(1), "Thay cáp", "local"}};
  EXPECT_THAT(small.html(), HasSubstr("13:47 đến 14:47</p>"));
}

TEST(StatusPage, lists_the_villages_that_are_not_on_the_map) {
  EXPECT_THAT(Small().html(),
              HasSubstr("Chưa có toạ độ, không vẽ được: &lt;Cầu&gt; &quot;Gỗ&quot;."));
}

TEST(StatusPage, offers_the_files_of_this_month) {
  EXPECT_THAT(
      Small().html(),
      HasSubstr("/api/v1/export?topic=coverage&amp;from=2026-11&amp;to=2026-11&amp;format=xlsx"));
}

TEST(StatusPage, loads_nothing_from_elsewhere) {
  const auto html = Small().html();
  for (const char* needs : {"http://", "https://", "src=\"", "@import", "<img"})
    EXPECT_THAT(html, Not(HasSubstr(needs)));
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
  EXPECT_THAT(html, HasSubstr("width=device-width"));
}

TEST(StatusPage, is_small_for_49_villages_in_every_state_with_a_day_of_history) {
  const auto settings = settings::load_settings(COMMUNE_SOURCE_DIR "/config/commune.toml");
  ASSERT_TRUE(settings);
  const auto sample = sample_commune(settings->inventory);
  const auto calendar = sample_calendar();
  for (const Language language : {Language::vi, Language::en}) {
    StatusPage page{sample.picture, settings->inventory, calendar};
    page.language = language;
    page.last_day = sample.last_day;
    const auto html = status_page(page);
    EXPECT_LT(html.size(), 60U * 1024);
    for (const Village& village : settings->inventory.villages)
      EXPECT_THAT(html, HasSubstr("id=\"v-" + village.id.value + "\""));
  }
}

TEST(PageLanguage, is_the_requested_one_else_the_communes) {
  Request request;
  EXPECT_EQ(page_language(request, Language::vi), Language::vi);
  request.query = {{"lang", "en"}};
  EXPECT_EQ(page_language(request, Language::vi), Language::en);
  request.query = {{"lang", "fr"}};
  EXPECT_EQ(page_language(request, Language::en), Language::en);
}

}  // namespace
}  // namespace commune::web
