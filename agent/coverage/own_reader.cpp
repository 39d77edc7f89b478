#include "agent/coverage/own_reader.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>

#include "core/model/quantity_table.hpp"
#include "core/model/reachability.hpp"

namespace commune::coverage {
namespace {

/// A test runs once a day, and some days have no quiet moment for it.
constexpr std::chrono::hours kThroughputHolds{48};
constexpr int kRoundsOfAFailure = 2;

struct Quantities {
  QuantityIndex segments = quantity_index("capture.tcp_segments");
  QuantityIndex retransmissions = quantity_index("capture.tcp_retransmissions");
  QuantityIndex rate = quantity_index("throughput.rate");
  QuantityIndex contracted = quantity_index("throughput.contracted");
  QuantityIndex last_success = quantity_index("throughput.last_success");
};

const Quantities& the() {
  static const Quantities kQuantities;
  return kQuantities;
}

}  // namespace

void OwnReader::read(const std::vector<DeviceReadingsPtr>& agent, const Moment& now,
                     bool clock_known, Evidence& evidence) {
  evidence.services.clear();
  evidence.line.throughput_ratio = {};
  for (const DeviceReadingsPtr& said : agent) {
    for (const ProbeResult& probe : said->probes)
      evidence.services.push_back(service(probe, now.mono, clock_known));
    if (said->source == Source::throughput) read_throughput(*said, now, evidence.line);
    if (said->source != Source::capture || said == capture_) continue;
    read_users(*said, now.mono, evidence.line);
    capture_ = said;
  }
}

ServiceEvidence OwnReader::service(const ProbeResult& probe, MonoTime now, bool clock_known) {
  ServiceEvidence evidence;
  evidence.essential = probe.essential;
  evidence.reference = probe.reference;
  evidence.round_trip = probe.round_trip;
  if (!clock_known && probe.reason == "tls") {
    evidence.measured = false;
    return evidence;
  }
  if (probe.rounds > 0 && (probe.ok || probe.rounds >= kRoundsOfAFailure))
    settled_[probe.probe] = {probe.ok, probe.since};
  else if (probe.rounds > 0)
    evidence.in_doubt_since = probe.since;
  const auto settled = settled_.find(probe.probe);
  const bool stale = now - probe.at > probe.interval * kStaleAfterIntervals;
  evidence.measured = settled != settled_.end() && probe.rounds > 0 && !stale;
  if (!evidence.measured) return evidence;
  evidence.ok = settled->second.ok;
  evidence.since = settled->second.since;
  return evidence;
}

void OwnReader::read_users(const DeviceReadings& capture, MonoTime now, LineEvidence& line) {
  PathWindow::Counters counters;
  double retransmissions = 0;
  for (const Reading& reading : capture.readings) {
    const bool sent = reading.quantity == the().segments;
    const bool again = reading.quantity == the().retransmissions;
    if ((!sent && !again) || capture.label(reading.row, LabelName::side) != "wan") continue;
    (sent ? counters.requests : retransmissions) += reading.value;
  }
  counters.replies = counters.requests - retransmissions;
  users_.add(now, counters);
  const auto path = users_.evidence();
  line.loss_ratio = {};
  if (path) line.loss_ratio = {path->loss_ratio, now};
}

void OwnReader::read_throughput(const DeviceReadings& tests, const Moment& now,
                                LineEvidence& line) {
  std::map<std::string, double> contracted;  // By test and direction.
  std::map<std::string, MonoTime> measured;  // By test.
  const auto key = [&](const Reading& reading) {
    return tests.label(reading.row, LabelName::test) + " " +
           tests.label(reading.row, LabelName::direction);
  };
  for (const Reading& reading : tests.readings) {
    if (reading.quantity == the().contracted) contracted[key(reading)] = reading.value;
    if (reading.quantity != the().last_success) continue;
    const auto age = std::chrono::duration<double>(unix_seconds(now.wall) - reading.value);
    if (age < kThroughputHolds)
      measured[tests.label(reading.row, LabelName::test)] =
          now.mono - std::chrono::duration_cast<MonoTime::duration>(age);
  }
  for (const Reading& reading : tests.readings) {
    if (reading.quantity != the().rate) continue;
    const auto promise = contracted.find(key(reading));
    const auto at = measured.find(tests.label(reading.row, LabelName::test));
    if (promise == contracted.end() || promise->second <= 0 || at == measured.end()) continue;
    const double ratio = reading.value / promise->second;
    if (!line.throughput_ratio || ratio < *line.throughput_ratio)
      line.throughput_ratio = {ratio, at->second};
  }
}

}  // namespace commune::coverage
