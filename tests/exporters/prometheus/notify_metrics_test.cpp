// The figures of `notify`, to the letter.
#include "exporters/prometheus/notify_metrics.hpp"

#include "tests/exporters/prometheus/promtool.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

NotifyFigures figures() {
  return {{{"zalo", 12, 3, 1}, {"sms", 0, 0, 0}},
          40,
          2,
          LedgerTime(Milliseconds(1'795'590'300'500)),
          5};
}

std::string page_of(const NotifyFigures& figures) {
  MetricPage page;
  add_notify(figures, page);
  return page.text();
}

TEST(NotifyMetrics, are_there_for_every_channel_from_the_start) {
  EXPECT_EQ(
      page_of(figures()),
      R"(# HELP commune_notify_deliveries_total Attempts to deliver a message, and messages given up, by channel.
# TYPE commune_notify_deliveries_total counter
commune_notify_deliveries_total{channel="zalo",result="delivered"} 12
commune_notify_deliveries_total{channel="zalo",result="failed"} 3
commune_notify_deliveries_total{channel="zalo",result="abandoned"} 1
commune_notify_deliveries_total{channel="sms",result="delivered"} 0
commune_notify_deliveries_total{channel="sms",result="failed"} 0
commune_notify_deliveries_total{channel="sms",result="abandoned"} 0
# HELP commune_notify_pending_messages Messages that wait to be delivered.
# TYPE commune_notify_pending_messages gauge
commune_notify_pending_messages 2
# HELP commune_notify_oldest_pending_timestamp_seconds When the oldest waiting message was written.
# TYPE commune_notify_oldest_pending_timestamp_seconds gauge
commune_notify_oldest_pending_timestamp_seconds 1795590300.5
# HELP commune_notify_alerts_total Alerts received from Alertmanager, repetitions included.
# TYPE commune_notify_alerts_total counter
commune_notify_alerts_total 40
# HELP commune_notify_open_alerts Faults that were reported and are not over.
# TYPE commune_notify_open_alerts gauge
commune_notify_open_alerts 5
)");
}

TEST(NotifyMetrics, show_no_time_when_nothing_waits) {
  EXPECT_EQ(page_of({}).find("oldest"), std::string::npos);
}

TEST(NotifyMetrics, please_promtool) {
  if (!testing::promtool_is_there())
    GTEST_SKIP() << "promtool is not installed (package prometheus)";
  EXPECT_EQ(testing::promtool_says(page_of(figures())), "");
}

}  // namespace
}  // namespace commune
