#include "exporters/prometheus/metric_page.hpp"

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using ::testing::HasSubstr;

TEST(MetricPage, writes_a_large_family_under_one_head) {
  MetricPage page;
  std::string expected = "# HELP wide Many.\n# TYPE wide gauge\n";
  page.family("wide", MetricType::gauge, "Many.");
  for (int device = 0; device < 700; ++device) {
    page.group();
    for (const char* port : {"1", "2"}) {
      page.label("device", "d" + std::to_string(device));
      page.label("port", port);
      page.value(device);
      expected += "wide{device=\"d" + std::to_string(device) + "\",port=\"" + port + "\"} " +
                  std::to_string(device) + "\n";
    }
  }
  page.family("next", MetricType::counter, "Another.");
  page.value(1);
  expected += "# HELP next Another.\n# TYPE next counter\nnext 1\n";
  EXPECT_EQ(page.text(), expected);
}

TEST(MetricPage, escapes_quotes_and_backslashes_in_every_label) {
  MetricPage page;
  page.family("awkward", MetricType::gauge, "Names.");
  page.label("first", R"(say "a\b")");
  page.label("middle", R"(\)");
  page.label("last", R"("c\d")");
  page.value(1);
  EXPECT_THAT(page.text(),
              HasSubstr(R"(awkward{first="say \"a\\b\"",middle="\\",last="\"c\\d\""} 1)"
                        "\n"));
}

TEST(MetricPage, escapes_backslashes_and_line_ends_in_help_but_no_quotes) {
  MetricPage page;
  page.family("m", MetricType::gauge, "A \"\\\" in\ntwo lines.");
  page.value(1);
  EXPECT_THAT(page.text(), HasSubstr("# HELP m A \"\\\\\" in\\ntwo lines.\n# TYPE"));
}

TEST(MetricPage, writes_the_shortest_number_that_reads_back_as_the_same) {
  MetricPage page;
  page.family("m", MetricType::gauge, "");
  for (const double value : {0.07, -0.0, 1e14, 1e300, 1764000000.123}) {
    page.group();
    page.value(value);
  }
  EXPECT_EQ(page.text(),
            "# TYPE m gauge\nm 0.07\nm 0\nm 100000000000000\nm 1e+300\nm 1764000000.123\n");
}

TEST(MetricPage, leaves_out_a_family_without_series) {
  MetricPage page;
  page.family("empty", MetricType::gauge, "None.");
  page.family("invalid", MetricType::gauge, "One, and that one is infinite.");
  page.value(std::numeric_limits<double>::infinity());
  page.family("m", MetricType::gauge, "");
  page.value(1);
  EXPECT_EQ(page.text(), "# TYPE m gauge\nm 1\n");
  EXPECT_EQ(page.invalid(), 1U);
}

TEST(MetricPage, keeps_what_stands_around_a_duplicate) {
  MetricPage page;
  page.family("h", MetricType::histogram, "");
  const std::vector<double> bounds = {0.5};
  const auto series = [&](const char* device, std::uint64_t count) {
    page.label("device", device);
    page.histogram(bounds, std::vector<std::uint64_t>{count, 0}, 1);
  };
  for (const char* device : {"d1", "d11", "d1", "d2", "d11"})
    series(device, device == std::string("d2") ? 7 : 5);
  const auto lines = [](const std::string& device, const std::string& count) {
    return "h_count{device=\"" + device + "\"} " + count + "\nh_sum{device=\"" + device +
           "\"} 1\nh_bucket{device=\"" + device + "\",le=\"0.5\"} " + count +
           "\nh_bucket{device=\"" + device + "\",le=\"+Inf\"} " + count + "\n";
  };
  EXPECT_EQ(page.text(),
            "# TYPE h histogram\n" + lines("d1", "5") + lines("d11", "5") + lines("d2", "7"));
  EXPECT_EQ(page.duplicates(), 2U);
}

TEST(MetricPage, shows_shared_labels_on_every_series_of_their_group_alone) {
  MetricPage page;
  page.family("m", MetricType::gauge, "");
  page.group();
  page.label("device", "d1");
  page.share_labels();
  page.value(1);
  page.label("port", "1");
  page.drop_invalid();
  page.label("port", "2");
  page.value(2);
  page.group();
  page.label("device", "d2");
  page.value(3);
  page.value(4);
  EXPECT_EQ(page.text(),
            "# TYPE m gauge\nm{device=\"d1\"} 1\nm{device=\"d1\",port=\"2\"} 2\n"
            "m{device=\"d2\"} 3\nm 4\n");
}

TEST(MetricPage, keeps_the_first_of_several_series_without_labels) {
  MetricPage page;
  page.family("m", MetricType::gauge, "");
  page.value(1);
  page.value(2);
  EXPECT_EQ(page.text(), "# TYPE m gauge\nm 1\n");
  EXPECT_EQ(page.duplicates(), 1U);
}

TEST(MetricPage, shows_a_histogram_with_its_labels_before_its_bounds) {
  MetricPage page;
  page.family("h", MetricType::histogram, "");
  page.label("device", "d1");
  page.label("port", "1");
  const std::vector<double> bounds = {0.5};
  const std::vector<std::uint64_t> counts = {2, 1};
  page.histogram(bounds, counts, 3);
  EXPECT_EQ(page.text(),
            "# TYPE h histogram\nh_count{device=\"d1\",port=\"1\"} 3\n"
            "h_sum{device=\"d1\",port=\"1\"} 3\n"
            "h_bucket{device=\"d1\",port=\"1\",le=\"0.5\"} 2\n"
            "h_bucket{device=\"d1\",port=\"1\",le=\"+Inf\"} 3\n");
}

}  // namespace
}  // namespace commune
