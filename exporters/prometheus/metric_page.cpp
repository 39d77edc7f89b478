#include "exporters/prometheus/metric_page.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <iterator>
#include <locale>
#include <ostream>
#include <streambuf>
#include <string>
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

// Numbers as short as they can be and still read back as the same: 0.07, not 0.070000000000000007.
// Whole ones in full, as counters are read by people too.
class ShortestNumbers final : public std::num_put<char> {
  iter_type do_put(iter_type out, std::ios_base&, char, double value) const override {
    std::array<char, 32> digits;
    char* const begin = digits.data();
    char* const end = begin + digits.size();
    const bool whole = std::abs(value) < 1e15 && value == std::trunc(value);
    const auto written = whole ? std::to_chars(begin, end, static_cast<std::int64_t>(value))
                               : std::to_chars(begin, end, value);
    return std::copy(begin, written.ptr, out);
  }
};

// What the serializer writes, straight into a string.
class TextBuffer final : public std::streambuf {
 public:
  std::string text;

  /// Numbers that the stream writes here are the shortest, whatever locale it is told to use: the
  /// serializer insists on the classic one, which it is in all else.
  void shorten_numbers(std::ostream& stream) {
    stream_ = &stream;
    stream.imbue(std::locale::classic());
  }

 private:
  void imbue(const std::locale& locale) override {
    if (stream_ && !std::has_facet<ShortestNumbers>(locale))
      stream_->imbue(std::locale(locale, new ShortestNumbers));
  }
  std::streamsize xsputn(const char* from, std::streamsize count) override {
    text.append(from, static_cast<std::size_t>(count));
    return count;
  }
  int_type overflow(int_type character) override {
    if (character != traits_type::eof()) text.push_back(traits_type::to_char_type(character));
    return traits_type::not_eof(character);
  }

  std::ostream* stream_ = nullptr;
};

}  // namespace

struct MetricPage::Building {
  TextBuffer buffer;
  std::ostream out{&buffer};
  prometheus::TextSerializer serializer;
  std::vector<prometheus::MetricFamily> family = std::vector<prometheus::MetricFamily>(1);
  prometheus::ClientMetric next;
  std::size_t labels = 0;  // of `next`; those behind them are left over
  std::size_t group_begin = 0;
  std::vector<prometheus::ClientMetric> spare;  // of families before, for their strings
  std::vector<std::pair<std::size_t, std::size_t>> hashes;

  std::vector<prometheus::ClientMetric>& series() { return family.front().metric; }

  void add_next() {
    next.label.resize(labels);
    series().push_back(std::move(next));
    take_spare();
  }
  void take_spare() {
    labels = 0;
    if (spare.empty()) {
      next = {};
    } else {
      next = std::move(spare.back());
      spare.pop_back();
    }
  }
};

MetricPage::MetricPage(std::size_t expected_bytes, MetricSelection selection)
    : building_(std::make_unique<Building>()), selection_(std::move(selection)) {
  building_->buffer.shorten_numbers(building_->out);
  // A little more, for numbers that grow.
  building_->buffer.text.reserve(expected_bytes + expected_bytes / 64);
}
MetricPage::~MetricPage() = default;

bool MetricPage::family(std::string_view metric, MetricType type, std::string_view help) {
  end_family();
  wanted_ = selection_.has(metric);
  if (!wanted_) return false;
  auto& family = building_->family.front();
  family.name = metric;
  family.help = help;
  family.type = serializer_type(type);
  return true;
}

bool MetricPage::family(const MetricDescription& description) {
  return family(description.metric, description.type, description.help);
}

void MetricPage::expect(std::size_t series) {
  building_->series().reserve(series);
}

void MetricPage::group() {
  drop_duplicates();
  building_->group_begin = building_->series().size();
}

void MetricPage::label(std::string_view name, std::string_view value) {
  if (!wanted_) return;
  auto& labels = building_->next.label;
  std::size_t& count = building_->labels;
  if (count == labels.size()) labels.emplace_back();
  auto& label = labels[count];
  if (is_plain(value))
    label.value.assign(value);
  else
    label.value = printable(value);
  if (label.value.empty()) return;
  label.name.assign(name);
  ++count;
}

void MetricPage::value(double value) {
  if (!wanted_) return;
  if (!std::isfinite(value)) return drop_invalid();
  building_->next.gauge.value = value;
  building_->next.counter.value = value;
  building_->add_next();
}

void MetricPage::histogram(std::span<const double> bounds, std::span<const std::uint64_t> counts,
                           double sum) {
  if (!wanted_) return;
  if (counts.size() != bounds.size() + 1 || !std::isfinite(sum)) return drop_invalid();
  auto& shown = building_->next.histogram;
  std::uint64_t so_far = 0;
  shown.bucket.clear();
  shown.bucket.reserve(bounds.size());
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    so_far += counts[i];
    shown.bucket.push_back({so_far, bounds[i]});
  }
  shown.sample_count = so_far + counts.back();
  shown.sample_sum = sum;
  building_->add_next();
}

void MetricPage::drop_invalid() {
  if (!wanted_) return;
  building_->labels = 0;
  ++invalid_;
}

void MetricPage::families(std::vector<prometheus::MetricFamily> made) {
  end_family();
  std::erase_if(made, [&](const auto& family) { return !selection_.has(family.name); });
  building_->serializer.Serialize(building_->out, made);
}

std::string MetricPage::text() {
  end_family();
  return std::move(building_->buffer.text);
}

void MetricPage::end_family() {
  drop_duplicates();
  building_->group_begin = 0;
  if (building_->series().empty()) return;
  building_->serializer.Serialize(building_->out, building_->family);
  auto& series = building_->series();
  std::move(series.begin(), series.end(), std::back_inserter(building_->spare));
  series.clear();
}

// The first of several series with the same labels stays. A group is one device's series of one
// metric, mostly a single one, and costs nothing then.
void MetricPage::drop_duplicates() {
  auto& series = building_->series();
  const auto begin = series.begin() + static_cast<std::ptrdiff_t>(building_->group_begin);
  if (series.end() - begin < 2) return;
  auto& hashes = building_->hashes;
  hashes.clear();
  for (auto each = begin; each != series.end(); ++each)
    hashes.emplace_back(hash_of(each->label), static_cast<std::size_t>(each - series.begin()));
  std::sort(hashes.begin(), hashes.end());
  const auto alike = [](const auto& a, const auto& b) { return a.first == b.first; };
  if (std::adjacent_find(hashes.begin(), hashes.end(), alike) == hashes.end()) return;
  // Rare: every series against those that were kept before it.
  auto keep = begin;
  for (auto each = begin; each != series.end(); ++each) {
    if (std::any_of(begin, keep, [&](const auto& kept) { return kept.label == each->label; }))
      continue;
    if (keep != each) *keep = std::move(*each);
    ++keep;
  }
  duplicates_ += static_cast<std::size_t>(series.end() - keep);
  series.erase(keep, series.end());
}

}  // namespace commune
