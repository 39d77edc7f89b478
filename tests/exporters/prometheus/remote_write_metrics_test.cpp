#include "exporters/prometheus/remote_write_metrics.hpp"

#include "tests/exporters/prometheus/promtool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

RemoteWriteFigures province() {
  RemoteWriteFigures figures;
  figures.name = "province";
  figures.host = "metrics.example.vn";
  figures.pending_samples = 1'440;
  figures.pending_bytes = 4'096;
  figures.oldest_pending = LedgerTime(Milliseconds(1'790'000'000'500));
  figures.quota_bytes = 268'435'456;
  figures.written_bytes = 8'192;
  figures.sent_samples = 5'000;
  figures.sent_bytes = 70'000;
  figures.retried_samples = 60;
  figures.dropped = {1, 2, 3, 4, 5, 6};
  figures.last_success = LedgerTime(Milliseconds(1'789'999'999'000));
  figures.trouble = "answers 503";
  return figures;
}

std::string page_of(const std::vector<RemoteWriteFigures>& receivers) {
  MetricPage page;
  add_remote_write(receivers, page);
  return page.text();
}

TEST(RemoteWriteMetrics, show_each_figure) {
  const std::string page = page_of({province()});
  const std::string labels = R"({remote_name="province",url="metrics.example.vn"} )";
  const auto shows = [&](const std::string& metric, const std::string& value) {
    EXPECT_THAT(page, HasSubstr("\ncommune_remote_write_" + metric + labels + value + "\n"));
  };
  shows("up", "0");
  shows("queue_up", "1");
  shows("pending_samples", "1440");
  shows("pending_bytes", "4096");
  shows("quota_bytes", "268435456");
  shows("oldest_pending_timestamp_seconds", "1790000000.5");
  shows("last_success_timestamp_seconds", "1789999999");
  shows("sent_samples_total", "5000");
  shows("sent_bytes_total", "70000");
  shows("retried_samples_total", "60");
  shows("written_bytes_total", "8192");
}

TEST(RemoteWriteMetrics, show_samples_given_up_by_reason) {
  const std::string page = page_of({province()});
  int count = 0;
  for (const std::string reason : {"too_old", "quota", "disk", "damaged", "clock", "refused"})
    EXPECT_THAT(page, HasSubstr("remote_name=\"province\",url=\"metrics.example.vn\",reason=\"" +
                                reason + "\"} " + std::to_string(++count) + "\n"));
}

TEST(RemoteWriteMetrics, have_a_series_for_each_receiver_and_none_for_what_never_was) {
  RemoteWriteFigures second;
  second.name = "district";
  second.host = "[2001:db8::1]:8428";
  const std::string page = page_of({province(), second});
  EXPECT_THAT(
      page, HasSubstr(R"(commune_remote_write_up{remote_name="province",url="metrics.example.vn"} 0
commune_remote_write_up{remote_name="district",url="[2001:db8::1]:8428"} 1
)"));
  EXPECT_THAT(page, Not(HasSubstr("oldest_pending_timestamp_seconds{remote_name=\"district\"")));
  EXPECT_THAT(page, Not(HasSubstr("last_success_timestamp_seconds{remote_name=\"district\"")));
}

TEST(RemoteWriteMetrics, are_not_there_without_receivers) {
  EXPECT_EQ(page_of({}), "");
}

TEST(RemoteWriteMetrics, please_promtool) {
  EXPECT_EQ(testing::promtool_says(page_of({province()})), "");
}

}  // namespace
}  // namespace commune
