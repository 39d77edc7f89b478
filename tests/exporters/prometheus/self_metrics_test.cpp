#include "exporters/prometheus/self_metrics.hpp"

#include "exporters/prometheus/exposition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string page_with(std::shared_ptr<const SelfMetrics> self) {
  Snapshot snapshot;
  snapshot.inventory = std::make_shared<const Inventory>();
  return Exposition({}, std::move(self)).render(snapshot);
}

const WallTime kNoon{std::chrono::seconds(1'700'000'000)};

TEST(SelfMetrics, say_when_the_configuration_in_use_was_read) {
  const auto self = std::make_shared<SelfMetrics>();
  self->config_reloaded(true, kNoon);
  self->config_reloaded(false, kNoon + std::chrono::hours(1));
  const auto page = page_with(self);
  EXPECT_THAT(page, HasSubstr("commune_config_last_reload_success 0\n"));
  EXPECT_THAT(page, HasSubstr("commune_config_last_reload_success_timestamp_seconds 1700000000\n"));
}

TEST(SelfMetrics, count_requests_by_page_and_status) {
  const auto self = std::make_shared<SelfMetrics>();
  self->http_request("/metrics", 200, std::chrono::milliseconds(250));
  self->http_request("/metrics", 200, std::chrono::milliseconds(250));
  self->http_request("/metrics", 401, std::chrono::milliseconds(0));
  self->http_request("other", 404, std::chrono::milliseconds(0));
  const auto page = page_with(self);
  EXPECT_THAT(page, HasSubstr("commune_http_request_seconds_total{path=\"/metrics\"} 0.5\n"));
  EXPECT_THAT(page, HasSubstr("commune_http_requests_total{path=\"/metrics\",status=\"200\"} 2\n"
                              "commune_http_requests_total{path=\"/metrics\",status=\"401\"} 1\n"
                              "commune_http_requests_total{path=\"other\",status=\"404\"} 1\n"));
}

TEST(SelfMetrics, are_absent_before_anything_happened) {
  EXPECT_THAT(page_with(std::make_shared<SelfMetrics>()), Not(HasSubstr("commune_http")));
  EXPECT_THAT(page_with(nullptr), Not(HasSubstr("commune_config")));
}

}  // namespace
}  // namespace commune
