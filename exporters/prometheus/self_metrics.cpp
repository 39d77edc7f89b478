#include "exporters/prometheus/self_metrics.hpp"

#include <algorithm>
#include <string>

#include "exporters/prometheus/catalogue.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

namespace commune {
namespace {

template <typename Builder>
auto& family(const Builder& builder, OwnMetric metric, prometheus::Registry& registry) {
  const MetricDescription& described = description(metric);
  return Builder(builder)
      .Name(std::string(described.metric))
      .Help(std::string(described.help))
      .Register(registry);
}

void add_family(const prometheus::MetricFamily& family, MetricPage& page) {
  const bool counts = family.type == prometheus::MetricType::Counter;
  page.family(family.name, counts ? MetricType::counter : MetricType::gauge, family.help);
  for (const prometheus::ClientMetric& series : family.metric) {
    for (const auto& label : series.label)
      page.label(label.name, label.value);
    page.value(counts ? series.counter.value : series.gauge.value);
  }
}

}  // namespace

struct SelfMetrics::Registered {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Gauge>& reload_success =
      family(prometheus::BuildGauge(), OwnMetric::config_last_reload_success, registry);
  prometheus::Family<prometheus::Gauge>& reload_time =
      family(prometheus::BuildGauge(), OwnMetric::config_last_reload_success_time, registry);
  prometheus::Family<prometheus::Gauge>& restart_needed =
      family(prometheus::BuildGauge(), OwnMetric::config_restart_needed, registry);
  prometheus::Family<prometheus::Counter>& requests =
      family(prometheus::BuildCounter(), OwnMetric::http_requests, registry);
  prometheus::Family<prometheus::Counter>& request_seconds =
      family(prometheus::BuildCounter(), OwnMetric::http_request_seconds, registry);
};

SelfMetrics::SelfMetrics() : registered_(std::make_unique<Registered>()) {}
SelfMetrics::~SelfMetrics() = default;

void SelfMetrics::config_reloaded(bool ok, WallTime when) {
  registered_->reload_success.Add({}).Set(ok ? 1 : 0);
  if (ok) registered_->reload_time.Add({}).Set(unix_seconds(when));
}

void SelfMetrics::config_restart_needed(bool needed) {
  registered_->restart_needed.Add({}).Set(needed ? 1 : 0);
}

void SelfMetrics::http_request(const std::string& path, int status, std::chrono::nanoseconds took) {
  registered_->requests.Add({{"path", path}, {"status", std::to_string(status)}}).Increment();
  registered_->request_seconds.Add({{"path", path}}).Increment(seconds(took));
}

void SelfMetrics::add_to(MetricPage& page) const {
  auto families = registered_->registry.Collect();
  // The registry keeps series by hash: put them in an order that people and tests can rely on.
  std::sort(families.begin(), families.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  for (auto& family : families) {
    std::sort(family.metric.begin(), family.metric.end(),
              [](const auto& a, const auto& b) { return a.label < b.label; });
    add_family(family, page);
  }
}

}  // namespace commune
