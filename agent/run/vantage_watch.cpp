#include "agent/run/vantage_watch.hpp"

#include <algorithm>
#include <utility>

#include "core/model/quantity_table.hpp"
#include "core/model/round_trip_bounds.hpp"

#include <fmt/format.h>

namespace commune {
namespace {

/// Number of samples in a window.
constexpr int kSamples = 12;

struct Quantities {
  QuantityIndex up = quantity_index("capture.up");
  QuantityIndex bytes = quantity_index("capture.bytes");
  QuantityIndex hosts = quantity_index("capture.hosts");
  QuantityIndex segments = quantity_index("capture.tcp_segments");
  QuantityIndex retransmissions = quantity_index("capture.tcp_retransmissions");
  QuantityIndex round_trip = quantity_index("capture.tcp_round_trip");
  QuantityIndex duration = quantity_index("probe.duration");
  QuantityIndex info = quantity_index("throughput.info");
  QuantityIndex rate = quantity_index("throughput.rate");
  QuantityIndex contracted = quantity_index("throughput.contracted");
  QuantityIndex latency = quantity_index("throughput.latency");
  QuantityIndex last_success = quantity_index("throughput.last_success");
};

const Quantities& the() {
  static const Quantities kQuantities;
  return kQuantities;
}

// The wall time of a moment on the monotonic clock.
WallTime wall_at(MonoTime at, const Moment& now) {
  return now.wall - std::chrono::duration_cast<WallTime::duration>(now.mono - at);
}

std::string side_name(const char* what, const std::string& interface, std::string_view side) {
  return fmt::format("{} {} {}", what, interface, side);
}

SideStatus side_status(const CounterHistory& past, const std::string& interface,
                       std::string_view side) {
  SideStatus status;
  const auto sent = past.growth(side_name("segments", interface, side));
  const auto again = past.growth(side_name("again", interface, side));
  if (sent && again && *sent > 0) status.again_ratio = *again / *sent;
  std::vector<std::uint64_t> counts(kRoundTripBounds.size() + 1);
  for (std::size_t i = 0; i < counts.size(); ++i)
    counts[i] = static_cast<std::uint64_t>(
        past.growth(fmt::format("{} {}", side_name("trips", interface, side), i)).value_or(0));
  status.round_trip_seconds = round_trip_quantile(counts, 0.5);
  return status;
}

std::string class_name(const std::string& interface, const std::string& name,
                       std::string_view direction) {
  return fmt::format("bytes {} {} {}", interface, direction, name);
}

std::vector<ServiceStatus> services_of(const DeviceReadings& said, const Moment& now,
                                       std::map<std::string, double>& durations) {
  std::vector<ServiceStatus> services;
  for (const ProbeResult& probe : said.probes) {
    ServiceStatus status;
    status.name = probe.name.empty() ? probe.probe : probe.name;
    status.essential = probe.essential;
    if (probe.rounds > 0) status.ok = probe.ok;
    status.since = wall_at(probe.since, now);
    status.reason = probe.reason;
    status.failure = probe.failure;
    double whole = 0;
    for (const Reading& reading : said.readings)
      if (reading.quantity == the().duration &&
          said.label(reading.row, LabelName::probe) == probe.probe)
        whole += reading.value;
    if (probe.ok && whole > 0) durations[probe.probe] = whole;
    if (probe.ok && durations.contains(probe.probe))
      status.duration_seconds = durations[probe.probe];
    services.push_back(std::move(status));
  }
  return services;
}

std::vector<TrafficStatus> traffic_of(const DeviceReadings& said, const CounterHistory& minute,
                                      const CounterHistory& five_minutes) {
  std::vector<TrafficStatus> traffic;
  const auto of = [&](const Reading& reading) {
    const std::string& interface = said.label(reading.row, LabelName::interface);
    return std::find_if(traffic.begin(), traffic.end(),
                        [&](const TrafficStatus& one) { return one.interface == interface; });
  };
  for (const Reading& reading : said.readings) {
    if (reading.quantity != the().up) continue;
    TrafficStatus status;
    status.interface = said.label(reading.row, LabelName::interface);
    status.up = reading.value > 0;
    for (const auto& [side, where] : {std::pair{"lan", &status.lan}, {"wan", &status.wan}})
      *where = side_status(five_minutes, status.interface, side);
    traffic.push_back(std::move(status));
  }
  const double elapsed = minute.seconds_between();
  for (const Reading& reading : said.readings) {
    const auto status = of(reading);
    if (status == traffic.end()) continue;
    if (reading.quantity == the().hosts) status->hosts = reading.value;
    const bool in = said.label(reading.row, LabelName::direction) == "in";
    if (reading.quantity != the().bytes || !in || elapsed <= 0) continue;
    const std::string& name = said.label(reading.row, LabelName::class_);
    const auto rate = [&](std::string_view direction) {
      return minute.growth(class_name(status->interface, name, direction)).value_or(0) / elapsed;
    };
    status->classes.push_back({name, rate("in"), rate("out")});
  }
  return traffic;
}

void take_test_reading(const DeviceReadings& said, const Reading& reading, LineTestStatus& test) {
  const bool down = said.label(reading.row, LabelName::direction) == "download";
  const bool idle = said.label(reading.row, LabelName::phase) == "idle";
  if (reading.quantity == the().info)
    test.name = said.label(reading.row, LabelName::name);
  else if (reading.quantity == the().rate)
    (down ? test.download : test.upload) = reading.value;
  else if (reading.quantity == the().contracted)
    (down ? test.contracted_download : test.contracted_upload) = reading.value;
  else if (reading.quantity == the().latency && idle)
    test.idle_latency = reading.value;
  else if (reading.quantity == the().latency)
    test.loaded_latency = std::max(test.loaded_latency.value_or(0), reading.value);
  else if (reading.quantity == the().last_success)
    test.at = WallTime(std::chrono::duration_cast<WallTime::duration>(
        std::chrono::duration<double>(reading.value)));
}

// In the order of the report.
std::vector<LineTestStatus> tests_of(const DeviceReadings& said) {
  std::vector<LineTestStatus> tests;
  std::vector<std::string> ids;
  for (const Reading& reading : said.readings) {
    const std::string& id = said.label(reading.row, LabelName::test);
    const auto known = std::find(ids.begin(), ids.end(), id);
    const auto position = static_cast<std::size_t>(known - ids.begin());
    if (known == ids.end()) {
      ids.push_back(id);
      tests.emplace_back().name = id;
    }
    take_test_reading(said, reading, tests[position]);
  }
  return tests;
}

}  // namespace

void CounterHistory::add(MonoTime at, Values values) {
  const auto apart = length_ / kSamples;
  if (samples_.size() >= 2 && at - samples_[samples_.size() - 2].at < apart)
    samples_.back() = {at, std::move(values)};
  else
    samples_.push_back({at, std::move(values)});
  while (samples_.size() > 2 && at - samples_.front().at > length_)
    samples_.pop_front();
}

std::optional<double> CounterHistory::growth(const std::string& name) const {
  if (samples_.size() < 2) return std::nullopt;
  const auto newest = samples_.back().values.find(name);
  if (newest == samples_.back().values.end()) return std::nullopt;
  // A value that did not exist yet counts as 0.
  const auto oldest = samples_.front().values.find(name);
  const double before = oldest == samples_.front().values.end() ? 0 : oldest->second;
  if (newest->second < before) return std::nullopt;
  return newest->second - before;
}

double CounterHistory::seconds_between() const {
  return samples_.size() < 2 ? 0 : seconds(samples_.back().at - samples_.front().at);
}

void VantageWatch::remember(const DeviceReadings& capture) {
  CounterHistory::Values rates, sides;
  for (const Reading& reading : capture.readings) {
    const std::string& interface = capture.label(reading.row, LabelName::interface);
    const std::string& side = capture.label(reading.row, LabelName::side);
    if (reading.quantity == the().bytes)
      rates[class_name(interface, capture.label(reading.row, LabelName::class_),
                       capture.label(reading.row, LabelName::direction))] = reading.value;
    else if (reading.quantity == the().segments)
      sides[side_name("segments", interface, side)] = reading.value;
    else if (reading.quantity == the().retransmissions)
      sides[side_name("again", interface, side)] = reading.value;
  }
  for (const HistogramReading& histogram : capture.histograms) {
    if (histogram.quantity != the().round_trip) continue;
    const std::string name = side_name("trips", capture.label(histogram.row, LabelName::interface),
                                       capture.label(histogram.row, LabelName::side));
    for (std::size_t i = 0; i < histogram.counts.size(); ++i)
      sides[fmt::format("{} {}", name, i)] = static_cast<double>(histogram.counts[i]);
  }
  minute_.add(capture.taken.mono, std::move(rates));
  five_minutes_.add(capture.taken.mono, std::move(sides));
}

void VantageWatch::look(const Snapshot& snapshot) {
  auto picture = std::make_shared<VantagePicture>();
  for (const DeviceReadingsPtr& said : snapshot.agent) {
    if (said->source == Source::service)
      picture->services = services_of(*said, snapshot.taken, durations_);
    if (said->source == Source::throughput) picture->tests = tests_of(*said);
    if (said->source != Source::capture) continue;
    if (std::exchange(seen_, said) != said) remember(*said);
    picture->traffic = traffic_of(*said, minute_, five_minutes_);
  }
  shown_.with([&](VantagePicturePtr& shown) { shown = std::move(picture); });
}

}  // namespace commune
