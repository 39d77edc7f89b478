// A page in Prometheus's text format 0.0.4, written family by family and series by series. Keeps
// out what would spoil a scrape: duplicates, values that are not finite, labels that are not UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exporters/prometheus/catalogue.hpp"
#include "exporters/prometheus/metric_selection.hpp"

namespace commune {

/// family(); then for each series its label()s and one value() or histogram(); text() at the end.
/// Not thread-safe.
class MetricPage {
 public:
  /// `expected_bytes`: memory reserved for the text. Too much costs nothing.
  explicit MetricPage(std::size_t expected_bytes = 0, MetricSelection selection = {});
  MetricPage(const MetricPage&) = delete;
  MetricPage& operator=(const MetricPage&) = delete;

  /// Begins a family. HELP and TYPE are written with its first series: a family without series
  /// leaves no line. False when the family was not asked for: its series need not be made, and are
  /// left out. An empty `help` writes no HELP.
  bool family(std::string_view metric, MetricType type, std::string_view help);
  bool family(const MetricDescription& description);

  /// Begins a group: series are compared with those of their own group only. Without calls the
  /// whole family is one group.
  void group();

  /// A label of the next series; `value` may be any bytes. One that is empty once repaired is left
  /// out.
  void label(std::string_view name, std::string_view value);

  /// The labels so far are those of every series of this group.
  void share_labels();

  /// Ends a series of a gauge or counter family.
  void value(double value);

  /// Ends a series of a histogram family. `counts` as in HistogramReading.
  void histogram(std::span<const double> bounds, std::span<const std::uint64_t> counts, double sum);

  /// Ends a series that cannot be shown.
  void drop_invalid();

  const MetricSelection& selection() const { return selection_; }
  std::size_t duplicates() const { return duplicates_; }
  std::size_t invalid() const { return invalid_; }

  /// Ends the last family and moves the page out.
  std::string text();

  /// Ends the last family, so that duplicates() is final.
  void end_family();

 private:
  /// One series of the group, as it stands in the text.
  struct Written {
    std::size_t begin;
    std::size_t labels_end;  ///< Name and labels of its first line: [begin, labels_end).
  };

  void begin_series();
  void write_name(std::string_view suffix, std::string_view bound = {});
  template <typename Number>
  void write_line(Number number);
  void end_series();
  std::string_view labels_of(const Written& series) const;
  void drop_duplicates();

  MetricSelection selection_;
  std::string text_;
  std::string metric_;         // Name of the family.
  std::string head_;           // Its HELP and TYPE; empty once they are written.
  std::string labels_;         // For the next series: `village="ca",site="office"`.
  std::string common_labels_;  // For every series of the group.
  std::vector<Written> group_;
  std::vector<std::size_t> hashes_;  // Room for drop_duplicates().
  bool wanted_ = true;               // The family was asked for.
  std::size_t duplicates_ = 0;
  std::size_t invalid_ = 0;
};

}  // namespace commune
