// A page of Prometheus text in the making, family by family and a large family in slices, so that
// never more than some hundred series are held in memory beside the text. Keeps out what would
// spoil a scrape: duplicates, values that are not finite, labels that are not UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exporters/prometheus/catalogue.hpp"
#include "exporters/prometheus/metric_selection.hpp"

namespace prometheus {
struct MetricFamily;
}

namespace commune {

/// family(); then for each series its label()s and one value() or histogram(); text() at the end.
/// Not thread-safe.
class MetricPage {
 public:
  /// `expected_bytes`: room for so much text is laid out at once. What is too much costs nothing.
  explicit MetricPage(std::size_t expected_bytes = 0, MetricSelection selection = {});
  ~MetricPage();
  MetricPage(const MetricPage&) = delete;
  MetricPage& operator=(const MetricPage&) = delete;

  /// Begins a family and writes the one before it. One without series is not written. False when
  /// it was not asked for: its series need not be made, and are left out.
  bool family(std::string_view metric, MetricType type, std::string_view help);
  bool family(const MetricDescription& description);

  /// Begins a group: series are compared with those of their own group only. Without calls the
  /// whole family is one group, and is held in memory as a whole.
  void group();

  /// For the series to come; `value` may be any bytes. One that is empty once repaired is left out.
  void label(std::string_view name, std::string_view value);

  /// The labels so far are those of every series of the group to come.
  void share_labels();

  /// Ends a series of a gauge or counter family.
  void value(double value);

  /// Ends a series of a histogram family. `counts` as in HistogramReading.
  void histogram(std::span<const double> bounds, std::span<const std::uint64_t> counts, double sum);

  /// Ends a series that cannot be shown.
  void drop_invalid();

  /// Families made elsewhere, taken as they are where they were asked for.
  void families(std::vector<prometheus::MetricFamily> made);

  const MetricSelection& selection() const { return selection_; }
  std::size_t duplicates() const { return duplicates_; }
  std::size_t invalid() const { return invalid_; }

  /// Writes the last family and hands the page over.
  std::string text();

  /// Writes the last family, so that duplicates() is final.
  void end_family();

 private:
  void drop_duplicates();

  struct Building;
  std::unique_ptr<Building> building_;
  MetricSelection selection_;
  bool wanted_ = true;  // The family that is being built.
  std::size_t duplicates_ = 0;
  std::size_t invalid_ = 0;
};

}  // namespace commune
