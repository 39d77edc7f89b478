#include "exporters/prometheus/metric_page.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "core/model/text.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace commune {
namespace {

prometheus::MetricType serializer_type(MetricType type) {
  switch (type) {
    case MetricType::gauge:
      return prometheus::MetricType::Gauge;
    case MetricType::counter:
      return prometheus::MetricType::Counter;
    case MetricType::histogram:
      return prometheus::MetricType::Histogram;
  }
  return prometheus::MetricType::Untyped;
}

std::size_t hash_of(const std::vector<prometheus::ClientMetric::Label>& labels) {
  std::size_t hash = labels.size();
  const std::hash<std::string_view> text_hash;
  for (const auto& label : labels) {
    hash = hash * 0x9E3779B97F4A7C15ULL + text_hash(label.name);
    hash = hash * 0x9E3779B97F4A7C15ULL + text_hash(label.value);
  }
  return hash;
}

}  // namespace

struct MetricPage::Building {
  std::ostringstream out;
  prometheus::TextSerializer serializer;
  std::vector<prometheus::MetricFamily> family = std::vector<prometheus::MetricFamily>(1);
  prometheus::ClientMetric next;
  std::size_t group_begin = 0;

  std::vector<prometheus::ClientMetric>& series() { return family.front().metric; }
};

MetricPage::MetricPage() : building_(std::make_unique<Building>()) {}
MetricPage::~MetricPage() = default;

void MetricPage::family(std::string_view metric, MetricType type, std::string_view help) {
  end_family();
  auto& family = building_->family.front();
  family.name = metric;
  family.help = help;
  family.type = serializer_type(type);
}

void MetricPage::family(const MetricDescription& description) {
  family(description.metric, description.type, description.help);
}

void MetricPage::group() {
  drop_duplicates();
  building_->group_begin = building_->series().size();
}

void MetricPage::label(std::string_view name, std::string_view value) {
  auto text = printable(value);
  if (!text.empty()) building_->next.label.push_back({std::string(name), std::move(text)});
}

void MetricPage::value(double value) {
  if (!std::isfinite(value)) return drop_invalid();
  building_->next.gauge.value = value;
  building_->next.counter.value = value;
  building_->series().push_back(std::exchange(building_->next, {}));
}

void MetricPage::histogram(std::span<const double> bounds, std::span<const std::uint64_t> counts,
                           double sum) {
  if (counts.size() != bounds.size() + 1 || !std::isfinite(sum)) return drop_invalid();
  auto& shown = building_->next.histogram;
  std::uint64_t so_far = 0;
  shown.bucket.reserve(bounds.size());
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    so_far += counts[i];
    shown.bucket.push_back({so_far, bounds[i]});
  }
  shown.sample_count = so_far + counts.back();
  shown.sample_sum = sum;
  building_->series().push_back(std::exchange(building_->next, {}));
}

void MetricPage::drop_invalid() {
  building_->next = {};
  ++invalid_;
}

void MetricPage::families(const std::vector<prometheus::MetricFamily>& made) {
  end_family();
  building_->serializer.Serialize(building_->out, made);
}

std::string MetricPage::text() {
  end_family();
  return std::move(building_->out).str();
}

void MetricPage::end_family() {
  drop_duplicates();
  building_->group_begin = 0;
  if (building_->series().empty()) return;
  building_->serializer.Serialize(building_->out, building_->family);
  building_->series().clear();
}

// The first of several series with the same labels stays. A group is one device's series of one
// metric, mostly a single one, and costs nothing then.
void MetricPage::drop_duplicates() {
  auto& series = building_->series();
  const auto begin = series.begin() + static_cast<std::ptrdiff_t>(building_->group_begin);
  if (series.end() - begin < 2) return;
  std::unordered_multimap<std::size_t, const prometheus::ClientMetric*> seen;
  seen.reserve(static_cast<std::size_t>(series.end() - begin));
  auto keep = begin;
  for (auto each = begin; each != series.end(); ++each) {
    const std::size_t hash = hash_of(each->label);
    const auto [first, last] = seen.equal_range(hash);
    const bool twin = std::any_of(
        first, last, [&](const auto& entry) { return entry.second->label == each->label; });
    if (twin) continue;
    if (keep != each) *keep = std::move(*each);
    seen.emplace(hash, &*keep);
    ++keep;
  }
  duplicates_ += static_cast<std::size_t>(series.end() - keep);
  series.erase(keep, series.end());
}

}  // namespace commune
