#include "agent/history/own_quality.hpp"

#include <algorithm>

#include "core/model/quantity_table.hpp"

namespace commune::history {
namespace {

struct Quantities {
  QuantityIndex bytes = quantity_index("capture.bytes");
  QuantityIndex hosts = quantity_index("capture.hosts");
  QuantityIndex segments = quantity_index("capture.tcp_segments");
  QuantityIndex retransmissions = quantity_index("capture.tcp_retransmissions");
  QuantityIndex round_trip = quantity_index("capture.tcp_round_trip");
  QuantityIndex duration = quantity_index("probe.duration");
  QuantityIndex rate = quantity_index("throughput.rate");
  QuantityIndex runs = quantity_index("throughput.runs");
  QuantityIndex test_bytes = quantity_index("throughput.bytes");
};

const Quantities& the() {
  static const Quantities kQuantities;
  return kQuantities;
}

std::string all_labels(const DeviceReadings& said, const Reading& reading) {
  std::string key = std::to_string(static_cast<int>(reading.quantity));
  for (const Label& one : said.rows[reading.row])
    key += ' ' + one.value;
  return key;
}

void count_round_trip(std::vector<std::uint64_t>& counts, double seconds) {
  counts.resize(kRoundTripBounds.size() + 1);
  const auto bound = std::lower_bound(kRoundTripBounds.begin(), kRoundTripBounds.end(), seconds);
  ++counts[static_cast<std::size_t>(bound - kRoundTripBounds.begin())];
}

}  // namespace

OwnQuality::Subject& OwnQuality::of(Measured kind, const std::string& name) {
  Subject& subject = subjects_[{kind, name}];
  subject.quality.kind = kind;
  subject.quality.name = name;
  subject.quality.site = site_;
  subject.quality.village = village_;
  return subject;
}

void OwnQuality::look(const Snapshot& snapshot) {
  site_ = snapshot.inventory->vantage;
  if (const Site* site = snapshot.inventory->find(site_)) village_ = site->village;
  for (const DeviceReadingsPtr& said : snapshot.agent) {
    if (std::exchange(seen_[said->source], said) == said) continue;
    take_services(*said);
    if (said->source == Source::capture) take_users(*said);
    if (said->source == Source::throughput) take_tests(*said);
  }
}

// Counts each round once; the end of a round identifies it.
void OwnQuality::take_services(const DeviceReadings& said) {
  for (const ProbeResult& probe : said.probes) {
    if (probe.rounds == 0) continue;
    Subject& subject = of(Measured::service, probe.probe);
    if (std::exchange(subject.at, probe.at) == probe.at) continue;
    subject.anything = true;
    ++subject.quality.requests;
    if (!probe.ok) continue;
    ++subject.quality.replies;
    double whole = 0;
    for (const Reading& reading : said.readings)
      if (reading.quantity == the().duration &&
          said.label(reading.row, LabelName::probe) == probe.probe)
        whole += reading.value;
    if (whole > 0) count_round_trip(subject.quality.round_trips, whole);
  }
}

void OwnQuality::take_users(const DeviceReadings& said) {
  for (const Reading& reading : said.readings)
    take_user_reading(said, reading);
  for (const HistogramReading& histogram : said.histograms) {
    if (histogram.quantity != the().round_trip) continue;
    Subject& subject = of(Measured::users, said.label(histogram.row, LabelName::interface) + " " +
                                               said.label(histogram.row, LabelName::side));
    subject.round_trips.add_counts(histogram.counts, subject.quality.round_trips);
  }
}

std::uint64_t OwnQuality::growth(Subject& subject, const DeviceReadings& said,
                                 const Reading& reading) {
  const auto counter =
      subject.counters.try_emplace(all_labels(said, reading), CounterGrowth(0)).first;
  return static_cast<std::uint64_t>(counter->second.add_count(reading.value));
}

void OwnQuality::take_user_reading(const DeviceReadings& said, const Reading& reading) {
  const std::string& interface = said.label(reading.row, LabelName::interface);
  const std::string& side = said.label(reading.row, LabelName::side);
  const std::string& direction = said.label(reading.row, LabelName::direction);
  const auto users = [&](const std::string& where) -> Subject& {
    Subject& subject = of(Measured::users, interface + " " + where);
    subject.anything = true;
    return subject;
  };
  if (reading.quantity == the().segments) {
    Subject& subject = users(side);
    subject.quality.requests += growth(subject, said, reading);
  } else if (reading.quantity == the().retransmissions) {
    Subject& subject = users(side);
    subject.again += growth(subject, said, reading);
  } else if (reading.quantity == the().bytes && (direction == "in" || direction == "out")) {
    Subject& subject = users("wan");
    Quality& quality = subject.quality;
    quality.traffic_known = true;
    (direction == "in" ? quality.receive_bytes : quality.transmit_bytes) +=
        growth(subject, said, reading);
  } else if (reading.quantity == the().hosts) {
    auto& peak = users("lan").quality.peak_clients;
    peak = std::max(peak.value_or(0), reading.value);
  }
}

void OwnQuality::take_tests(const DeviceReadings& said) {
  std::map<std::string, bool> valid;  // Those that ended with a result since the last look.
  for (const Reading& reading : said.readings) {
    const std::string& test = said.label(reading.row, LabelName::test);
    const bool download = said.label(reading.row, LabelName::direction) == "download";
    if (reading.quantity == the().runs) {
      Subject& line = of(Measured::line, test);
      const std::uint64_t ended = growth(line, said, reading);
      const bool done = said.label(reading.row, LabelName::result) == "done";
      line.quality.requests += ended;
      if (done) line.quality.replies += ended;
      if (done && ended > 0) valid[test] = true;
      line.anything = line.anything || ended > 0;
    } else if (reading.quantity == the().test_bytes) {
      Subject& line = of(Measured::line, test);
      line.quality.traffic_known = true;
      (download ? line.quality.receive_bytes : line.quality.transmit_bytes) +=
          growth(line, said, reading);
    }
  }
  for (const Reading& reading : said.readings) {
    if (reading.quantity != the().rate) continue;
    const std::string& test = said.label(reading.row, LabelName::test);
    if (!valid[test]) continue;
    Quality& quality = of(Measured::line, test).quality;
    const bool download = said.label(reading.row, LabelName::direction) == "download";
    auto& peak = download ? quality.peak_receive_rate : quality.peak_transmit_rate;
    peak = std::max(peak.value_or(0), reading.value);
  }
}

std::vector<Quality> OwnQuality::finish_period() {
  std::vector<Quality> rows;
  for (auto& [key, subject] : subjects_) {
    if (!subject.anything) continue;
    Quality& row = subject.quality;
    const bool of_users = row.kind == Measured::users;
    if (of_users) row.replies = row.requests - std::min(row.requests, subject.again);
    rows.push_back(std::exchange(row, {}));
    subject.again = 0;
    subject.anything = false;
  }
  return rows;
}

}  // namespace commune::history
