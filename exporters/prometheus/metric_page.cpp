#include "exporters/prometheus/metric_page.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <locale>
#include <ostream>
#include <streambuf>
#include <string>
#include <utility>
#include <vector>

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

// Series of a large family are written in slices of so many, or a few more where a group is large.
constexpr std::size_t kSlice = 256;

using Label = prometheus::ClientMetric::Label;

// All labels of a series in one: the serializer writes a label's name in one piece, but its value
// character by character, which took half the time of a page. So what stands before the last value
// is given to it as the name: `village="ca",site="office",device`.
void append(Label& labels, std::string_view name, std::string_view value) {
  if (!labels.name.empty()) {
    labels.name += "=\"";
    for (const char c : labels.value) {
      if (c == '"' || c == '\\') labels.name += '\\';
      labels.name += c;
    }
    labels.name += "\",";
  }
  labels.name += name;
  labels.value = value;
}

void clear(Label& labels) {
  labels.name.clear();
  labels.value.clear();
}

std::size_t hash_of(const prometheus::ClientMetric& series) {
  const std::hash<std::string_view> text_hash;
  std::size_t hash = 0;
  for (const Label& labels : series.label)
    hash = text_hash(labels.name) * 0x9E3779B97F4A7C15ULL + text_hash(labels.value);
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

// What the serializer writes, until it is cleared.
class TextBuffer final : public std::streambuf {
 public:
  std::string_view text() const { return {pbase(), static_cast<std::size_t>(pptr() - pbase())}; }
  void clear() { setp(bytes_.data(), bytes_.data() + bytes_.size()); }

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
  int_type overflow(int_type character) override {
    const auto written = text().size();
    bytes_.resize(std::max<std::size_t>(2 * bytes_.size(), 4096));
    clear();
    pbump(static_cast<int>(written));
    return character == traits_type::eof() ? traits_type::not_eof(character)
                                           : sputc(traits_type::to_char_type(character));
  }

  std::vector<char> bytes_;
  std::ostream* stream_ = nullptr;
};

}  // namespace

struct MetricPage::Building {
  std::string text;
  TextBuffer buffer;
  std::ostream out{&buffer};
  prometheus::TextSerializer serializer;
  std::vector<prometheus::MetricFamily> slice = std::vector<prometheus::MetricFamily>(1);
  bool headed = false;     // HELP and TYPE of the family are on the page
  std::size_t series = 0;  // of the slice; those behind them are left over, for their memory
  std::size_t group_begin = 0;
  Label labels;  // of the series to come
  Label common;  // of all series of the group
  std::vector<std::pair<std::size_t, std::size_t>> hashes;

  std::vector<prometheus::ClientMetric>& metrics() { return slice.front().metric; }

  prometheus::ClientMetric& next() {
    if (series == metrics().size()) metrics().emplace_back();
    return metrics()[series];
  }

  void add_next() {
    auto& shown = next().label;
    shown.resize(labels.name.empty() ? 0 : 1);
    if (!shown.empty()) shown.front() = labels;
    ++series;
    labels = common;
  }

  // The serializer puts a TYPE before every slice, and a HELP when there is one.
  void write_slice() {
    if (series == 0) return;
    metrics().resize(series);
    buffer.clear();
    serializer.Serialize(out, slice);
    const auto written = buffer.text();
    text += headed ? written.substr(written.find('\n') + 1) : written;
    headed = true;
    slice.front().help.clear();
    series = group_begin = 0;
  }
};

MetricPage::MetricPage(std::size_t expected_bytes, MetricSelection selection)
    : building_(std::make_unique<Building>()), selection_(std::move(selection)) {
  building_->buffer.shorten_numbers(building_->out);
  building_->text.reserve(expected_bytes);
}
MetricPage::~MetricPage() = default;

bool MetricPage::family(std::string_view metric, MetricType type, std::string_view help) {
  end_family();
  wanted_ = selection_.has(metric);
  if (!wanted_) return false;
  auto& family = building_->slice.front();
  family.name = metric;
  family.help = help;
  family.type = serializer_type(type);
  return true;
}

bool MetricPage::family(const MetricDescription& description) {
  return family(description.metric, description.type, description.help);
}

void MetricPage::group() {
  drop_duplicates();
  if (building_->series >= kSlice) building_->write_slice();
  building_->group_begin = building_->series;
  clear(building_->common);
  clear(building_->labels);
}

void MetricPage::label(std::string_view name, std::string_view value) {
  if (!wanted_ || value.empty()) return;
  if (is_plain(value)) return append(building_->labels, name, value);
  const std::string repaired = printable(value);
  if (!repaired.empty()) append(building_->labels, name, repaired);
}

void MetricPage::share_labels() {
  building_->common = building_->labels;
}

void MetricPage::value(double value) {
  if (!wanted_) return;
  if (!std::isfinite(value)) return drop_invalid();
  building_->next().gauge.value = value;
  building_->next().counter.value = value;
  building_->add_next();
}

void MetricPage::histogram(std::span<const double> bounds, std::span<const std::uint64_t> counts,
                           double sum) {
  if (!wanted_) return;
  if (counts.size() != bounds.size() + 1 || !std::isfinite(sum)) return drop_invalid();
  auto& shown = building_->next().histogram;
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
  building_->labels = building_->common;
  ++invalid_;
}

void MetricPage::families(std::vector<prometheus::MetricFamily> made) {
  end_family();
  std::erase_if(made, [&](const auto& family) { return !selection_.has(family.name); });
  building_->buffer.clear();
  building_->serializer.Serialize(building_->out, made);
  building_->text += building_->buffer.text();
}

std::string MetricPage::text() {
  end_family();
  return std::move(building_->text);
}

void MetricPage::end_family() {
  group();
  building_->write_slice();
  building_->headed = false;
}

// The first of several series with the same labels stays. A group is one device's series of one
// metric, mostly a single one, and costs nothing then.
void MetricPage::drop_duplicates() {
  const auto begin =
      building_->metrics().begin() + static_cast<std::ptrdiff_t>(building_->group_begin);
  const auto end = building_->metrics().begin() + static_cast<std::ptrdiff_t>(building_->series);
  if (end - begin < 2) return;
  auto& hashes = building_->hashes;
  hashes.clear();
  for (auto each = begin; each != end; ++each)
    hashes.emplace_back(hash_of(*each), static_cast<std::size_t>(each - begin));
  std::sort(hashes.begin(), hashes.end());
  const auto alike = [](const auto& a, const auto& b) { return a.first == b.first; };
  if (std::adjacent_find(hashes.begin(), hashes.end(), alike) == hashes.end()) return;
  // Rare: every series against those that were kept before it.
  auto keep = begin;
  for (auto each = begin; each != end; ++each) {
    if (std::any_of(begin, keep, [&](const auto& kept) { return kept.label == each->label; }))
      continue;
    if (keep != each) std::swap(*keep, *each);
    ++keep;
  }
  duplicates_ += static_cast<std::size_t>(end - keep);
  building_->series -= static_cast<std::size_t>(end - keep);
}

}  // namespace commune
