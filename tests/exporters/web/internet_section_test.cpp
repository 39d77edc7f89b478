#include "exporters/web/pages/internet_section.hpp"

#include "exporters/web/pages/page_words.hpp"
#include "tests/exporters/web/sample_commune.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::web {
namespace {

using ::testing::HasSubstr;

WallTime minutes_ago(int minutes) {
  return sample_time() - std::chrono::minutes(minutes);
}

VantagePicture vantage() {
  VantagePicture picture;
  picture.services = {{"Cổng dịch vụ công", true, true, minutes_ago(60), 0.312, "", ""},
                      {"Ngân hàng <X>", true, false, minutes_ago(7), {}, "status", "HTTP 503"},
                      {"Trường", false, {}, {}, {}, "", ""}};
  TrafficStatus lan;
  lan.interface = "br-lan";
  lan.up = true;
  lan.classes = {{"web", 1.5e6, 0.25e6}, {"camera", 0.5e6, 0}};
  lan.hosts = 16.8;
  lan.wan = {0.0243, 0.0031};
  TrafficStatus gone;
  gone.interface = "eth9";
  picture.traffic = {lan, gone};
  picture.tests = {{"Cáp quang", 6e6, {}, 12.5e6, {}, 0.016, 0.09, minutes_ago(30)},
                   {"Dự phòng", {}, {}, {}, {}, {}, {}, {}}};
  return picture;
}

struct Small {
  CoveragePicture picture = small_picture();
  Inventory inventory = small_inventory();
  Calendar calendar = sample_calendar();
  VantagePicture here = vantage();

  StatusPage page(Language language) const {
    StatusPage page{picture, inventory, calendar};
    page.language = language;
    page.vantage = &here;
    return page;
  }
  std::string internet(Language language = Language::vi) const {
    return internet_section(page(language));
  }
};

TEST(InternetSection, shows_whether_each_service_is_reached_and_since_when_not) {
  const std::string html = Small().internet();
  EXPECT_THAT(html, HasSubstr("Cổng dịch vụ công <small>vào được, 312 ms</small>"));
  EXPECT_THAT(html, HasSubstr("Ngân hàng &lt;X&gt; <small>không vào được · Từ 13:40 (7 phút): "
                              "máy chủ báo lỗi</small>"));
  EXPECT_THAT(html, HasSubstr("Trường <small>chưa hỏi xong lần nào</small>"));
}

TEST(InternetSection, shows_traffic_by_class_and_how_long_users_wait) {
  const std::string html = Small().internet(Language::en);
  EXPECT_THAT(html, HasSubstr("<h3>Traffic on br-lan</h3><p>down 16 Mbit/s · up 2 Mbit/s · "
                              "17 devices</p>"));
  EXPECT_THAT(html, HasSubstr("<p>Users wait: for the Internet 24 ms (sent again 0.31 %)</p>"));
  EXPECT_THAT(html, HasSubstr("<li><span>web</span><i><b style=\"width:77.8%\"></b></i><span>14 "
                              "Mbit/s</span></li>"));
  EXPECT_THAT(html, HasSubstr("<span>camera</span>")) << "the operator's own class";
  EXPECT_THAT(html, HasSubstr("<h3>Traffic on eth9</h3><p>packets are not seen"));
}

TEST(InternetSection, shows_the_last_throughput_test_beside_the_contracted_rate) {
  const std::string html = Small().internet();
  EXPECT_THAT(html, HasSubstr("<h3>Đo tốc độ Cáp quang</h3><p>tải về 48 Mbit/s (48 % hợp đồng) · "
                              "độ trễ 16 ms, khi đầy tải 90 ms <small>25/11/2026 13:17"));
  EXPECT_THAT(html, HasSubstr("<h3>Đo tốc độ Dự phòng</h3><p>chưa có kết quả</p>"));
}

TEST(InternetSection, is_left_out_without_readings) {
  Small small;
  small.here = {};
  EXPECT_EQ(small.internet(), "");
  StatusPage page = small.page(Language::vi);
  page.vantage = nullptr;
  EXPECT_EQ(internet_section(page), "");
}

TEST(BusyLines, shows_the_fullest_first_and_a_line_without_capacity_by_its_rate) {
  Small small;
  Link link;
  link.id = LinkId{"ca-quang"};
  link.site = SiteId{"ca-nvh"};
  small.inventory.links = {link};
  small.picture.lines = {{LinkId{"spare"}, 9e6, 1e6, 0, {}},
                         {LinkId{"ca-quang"}, 11e6, 2e6, 12.5e6, 0.88}};
  const std::string html = busy_lines(small.page(Language::vi));
  EXPECT_THAT(html,
              HasSubstr("<li title=\"ca-quang\"><span>Nhà văn hoá thôn Ca <small>↓ 88 Mbit/s ↑ "
                        "16 Mbit/s</small></span><i><b style=\"width:88.0%\"></b></i><span>88 "
                        "%</span>"));
  EXPECT_LT(html.find("ca-quang"), html.find("spare"));
  EXPECT_THAT(html, HasSubstr("<span>spare <small>↓ 72 Mbit/s ↑ 8 Mbit/s</small></span>"))
      << "a link that is configured no more is shown by its id";
}

TEST(BusyLines, is_left_out_if_no_port_reports_traffic) {
  EXPECT_EQ(busy_lines(Small().page(Language::vi)), "");
}

TEST(Words, rates_shares_and_waits_have_two_digits_and_the_languages_comma) {
  EXPECT_EQ(rate_words(105'000, Language::vi), "840 kbit/s");
  EXPECT_EQ(rate_words(150'000'000, Language::vi), "1,2 Gbit/s");
  EXPECT_EQ(rate_words(0, Language::en), "0 kbit/s");
  EXPECT_EQ(share_words(0.0034, Language::vi), "0,34 %");
  EXPECT_EQ(share_words(1, Language::en), "100 %");
  EXPECT_EQ(wait_words(0.0042, Language::en), "4.2 ms");
  EXPECT_EQ(wait_words(1.25, Language::vi), "1,2 giây");
}

}  // namespace
}  // namespace commune::web
