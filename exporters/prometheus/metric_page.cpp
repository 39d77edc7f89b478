#include "exporters/prometheus/metric_page.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <utility>

#include "core/model/text.hpp"

namespace commune {
namespace {

// A label's value has its quotes escaped; HELP keeps them.
void append_escaped(std::string& text, std::string_view value, bool quotes) {
  for (const char c : value) {
    if (c == '\n') {
      text += "\\n";
      continue;
    }
    if (c == '\\' || (quotes && c == '"')) text += '\\';
    text += c;
  }
}

void append_label(std::string& labels, std::string_view name, std::string_view value) {
  if (!labels.empty()) labels += ',';
  labels += name;
  labels += "=\"";
  append_escaped(labels, value, true);
  labels += '"';
}

// As short as it can be and still read back as the same: 0.07, not 0.070000000000000007. Whole
// numbers in full, as counters are read by people too.
void append_number(std::string& text, double value) {
  std::array<char, 32> digits;
  char* const begin = digits.data();
  char* const end = begin + digits.size();
  const bool whole = std::abs(value) < 1e15 && value == std::trunc(value);
  const auto written = whole ? std::to_chars(begin, end, static_cast<std::int64_t>(value))
                             : std::to_chars(begin, end, value);
  text.append(begin, written.ptr);
}

void append_number(std::string& text, std::uint64_t value) {
  std::array<char, 20> digits;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  text.append(digits.data(), written.ptr);
}

}  // namespace

MetricPage::MetricPage(std::size_t expected_bytes, MetricSelection selection)
    : selection_(std::move(selection)) {
  text_.reserve(expected_bytes);
}

bool MetricPage::family(std::string_view metric, MetricType type, std::string_view help) {
  end_family();
  wanted_ = selection_.has(metric);
  if (!wanted_) return false;
  metric_ = metric;
  if (!help.empty()) {
    head_.append("# HELP ").append(metric) += ' ';
    append_escaped(head_, help, false);
    head_ += '\n';
  }
  head_.append("# TYPE ").append(metric).append(" ").append(to_string(type)) += '\n';
  return true;
}

bool MetricPage::family(const MetricDescription& description) {
  return family(description.metric, description.type, description.help);
}

void MetricPage::group() {
  drop_duplicates();
  group_.clear();
  common_labels_.clear();
  labels_.clear();
}

void MetricPage::label(std::string_view name, std::string_view value) {
  if (!wanted_ || value.empty()) return;
  if (is_plain(value)) return append_label(labels_, name, value);
  const std::string repaired = printable(value);
  if (!repaired.empty()) append_label(labels_, name, repaired);
}

void MetricPage::share_labels() {
  common_labels_ = labels_;
}

void MetricPage::value(double value) {
  if (!wanted_) return;
  if (!std::isfinite(value)) return drop_invalid();
  begin_series();
  write_name("");
  write_line(value);
  end_series();
}

void MetricPage::histogram(std::span<const double> bounds, std::span<const std::uint64_t> counts,
                           double sum) {
  if (!wanted_) return;
  if (counts.size() != bounds.size() + 1 || !std::isfinite(sum)) return drop_invalid();
  std::uint64_t all = 0;
  for (const std::uint64_t count : counts)
    all += count;
  begin_series();
  write_name("_count");
  write_line(all);
  write_name("_sum");
  write_line(sum);
  std::uint64_t so_far = 0;
  std::string bound;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    so_far += counts[i];
    bound.clear();
    append_number(bound, bounds[i]);
    write_name("_bucket", bound);
    write_line(so_far);
  }
  write_name("_bucket", "+Inf");
  write_line(all);
  end_series();
}

void MetricPage::drop_invalid() {
  if (!wanted_) return;
  labels_ = common_labels_;
  ++invalid_;
}

std::string MetricPage::text() {
  end_family();
  return std::move(text_);
}

void MetricPage::end_family() {
  group();
  head_.clear();
}

void MetricPage::begin_series() {
  text_ += head_;
  head_.clear();
  group_.push_back({text_.size(), 0});
}

void MetricPage::write_name(std::string_view suffix, std::string_view bound) {
  text_ += metric_;
  text_ += suffix;
  if (!labels_.empty() || !bound.empty()) {
    text_ += '{';
    text_ += labels_;
    if (!bound.empty()) {
      if (!labels_.empty()) text_ += ',';
      text_.append("le=\"").append(bound) += '"';
    }
    text_ += '}';
  }
  if (Written& series = group_.back(); series.labels_end == 0) series.labels_end = text_.size();
}

template <typename Number>
void MetricPage::write_line(Number number) {
  text_ += ' ';
  append_number(text_, number);
  text_ += '\n';
}

void MetricPage::end_series() {
  labels_ = common_labels_;
}

std::string_view MetricPage::labels_of(const Written& series) const {
  return std::string_view(text_).substr(series.begin, series.labels_end - series.begin);
}

// The first of several series with the same labels stays. A group is one device's series of one
// metric, mostly a single one, and costs nothing then.
void MetricPage::drop_duplicates() {
  if (group_.size() < 2) return;
  hashes_.clear();
  for (const Written& series : group_)
    hashes_.push_back(std::hash<std::string_view>()(labels_of(series)));
  std::sort(hashes_.begin(), hashes_.end());
  if (std::adjacent_find(hashes_.begin(), hashes_.end()) == hashes_.end()) return;
  // Rare: the group is written again, every series compared with those that were kept before it.
  const std::size_t begin = group_.front().begin;
  const std::string all = text_.substr(begin);
  text_.resize(begin);
  std::vector<std::string_view> kept;
  for (std::size_t i = 0; i < group_.size(); ++i) {
    const std::size_t end = i + 1 < group_.size() ? group_[i + 1].begin : begin + all.size();
    const auto lines = std::string_view(all).substr(group_[i].begin - begin, end - group_[i].begin);
    const auto labels = lines.substr(0, group_[i].labels_end - group_[i].begin);
    if (std::find(kept.begin(), kept.end(), labels) != kept.end()) {
      ++duplicates_;
      continue;
    }
    kept.push_back(labels);
    text_ += lines;
  }
}

}  // namespace commune
