// The samples of one moment, read from the page that Prometheus scrapes, so that pushed and scraped
// samples cannot differ.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commune::remote_write {

using LabelList = std::vector<std::pair<std::string, std::string>>;

/// A label set is kept in the wire form of `TimeSeries.labels` (remote.proto): sorted by name,
/// names unique, including `__name__`. Two series are the same if these bytes are equal.
struct Scrape {
  struct Sample {
    std::uint32_t begin = 0, length = 0;  ///< Place of its label set in `labels`.
    double value = 0;
  };

  std::string labels;
  std::vector<Sample> samples;
  std::size_t unread = 0;  ///< Lines that are not samples.

  std::string_view labels_of(const Sample& sample) const {
    return std::string_view(labels).substr(sample.begin, sample.length);
  }
};

/// Reads text format 0.0.4 without timestamps. `external`: labels for every series; a label of the
/// same name on the page becomes "exported_…", as in a scrape. Values that are not finite are left
/// out.
Scrape read_page(std::string_view page, const LabelList& external);

/// The wire form of a label set, in any order.
std::string wire_form(LabelList labels);

/// A label set in readable form: `commune_device_up{device="ap-1"}`.
std::string text_of(std::string_view wire_form);

}  // namespace commune::remote_write
