// The samples of one moment, read from the page that Prometheus would have scraped: what is pushed
// and what is scraped cannot differ.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commune::remote_write {

using LabelList = std::vector<std::pair<std::string, std::string>>;

/// A label set is kept in the wire form of `TimeSeries.labels` (remote.proto): sorted by name,
/// names unique, `__name__` among them. Two series are the same when these bytes are.
struct Scrape {
  struct Sample {
    std::uint32_t begin = 0, length = 0;  ///< Of its label set in `labels`.
    double value = 0;
  };

  std::string labels;
  std::vector<Sample> samples;
  std::size_t unread = 0;  ///< Lines that are no sample.

  std::string_view labels_of(const Sample& sample) const {
    return std::string_view(labels).substr(sample.begin, sample.length);
  }
};

/// Reads text format 0.0.4 without timestamps. `external`: for every series; a label of the same
/// name on the page becomes "exported_…", as in a scrape. Values that are not finite are left out.
Scrape read_page(std::string_view page, const LabelList& external);

/// The wire form of a label set, in any order.
std::string wire_form(LabelList labels);

/// A label set as people read it: `commune_device_up{device="ap-1"}`.
std::string text_of(std::string_view wire_form);

}  // namespace commune::remote_write
