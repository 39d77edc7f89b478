#include "exporters/remote_write/batch.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include <protozero/pbf_writer.hpp>
#include <snappy.h>

namespace commune::remote_write {
namespace {

// remote.proto and types.proto of remote write 1.0.
constexpr protozero::pbf_tag_type kTimeSeries = 1;
constexpr protozero::pbf_tag_type kSamples = 2;
constexpr protozero::pbf_tag_type kValue = 1, kTimestamp = 2;

void add_sample(const Batch::Item& item, protozero::pbf_writer& series) {
  protozero::pbf_writer sample(series, kSamples);
  // As bits: a staleness marker is a NaN, which a floating-point register could change.
  sample.add_fixed64(kValue, item.value);
  sample.add_int64(kTimestamp, item.time.time_since_epoch().count());
}

}  // namespace

bool BatchMaker::add(const Block& block, LedgerTime time) {
  const auto values = values_of(*segment_, block);
  if (!values) return false;
  for (std::uint32_t series = 0; series < values->size(); ++series)
    if ((*values)[series] != kAbsent) batch_.items.push_back({series, time, (*values)[series]});
  batch_.blocks.push_back({block.seq, block.samples});
  return true;
}

Batch BatchMaker::finish() {
  std::stable_sort(batch_.items.begin(), batch_.items.end(),
                   [](const Batch::Item& a, const Batch::Item& b) {
                     return std::pair(a.series, a.time) < std::pair(b.series, b.time);
                   });
  // Renumbered: only the series of the batch are copied.
  std::uint32_t last = 0;
  for (Batch::Item& item : batch_.items) {
    if (batch_.labels.empty() || item.series != last) {
      last = item.series;
      batch_.labels.push_back(segment_->labels[item.series]);
    }
    item.series = static_cast<std::uint32_t>(batch_.labels.size() - 1);
  }
  return std::move(batch_);
}

std::string write_request(const Batch& batch, Stretch stretch) {
  std::string plain;
  protozero::pbf_writer request(plain);
  for (std::size_t i = stretch.begin; i < stretch.end;) {
    const std::uint32_t index = batch.items[i].series;
    protozero::pbf_writer series(request, kTimeSeries);
    // The label set already has the form that it needs in a TimeSeries.
    plain += batch.labels[index];
    for (; i < stretch.end && batch.items[i].series == index; ++i)
      add_sample(batch.items[i], series);
  }
  std::string body;
  snappy::Compress(plain.data(), plain.size(), &body);
  return body;
}

}  // namespace commune::remote_write
