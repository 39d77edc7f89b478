#include "agent/history/quality_sampler.hpp"

#include <algorithm>

namespace commune::history {
namespace {

struct Quantities {
  QuantityIndex requests = quantity_index("icmp.requests");
  QuantityIndex replies = quantity_index("icmp.replies");
  QuantityIndex round_trip = quantity_index("icmp.round_trip");
  QuantityIndex receive_bytes = quantity_index("interface.receive_bytes");
  QuantityIndex transmit_bytes = quantity_index("interface.transmit_bytes");
  QuantityIndex clients = quantity_index("wifi.clients");
  QuantityIndex optical_power = quantity_index("optical.receive_power");
  QuantityIndex rsrp = quantity_index("cellular.rsrp");
};

const Quantities& the() {
  static const Quantities kQuantities;
  return kQuantities;
}

// A counter that is smaller than before began anew: all that it shows is since then.
double grown(double before, double now) {
  return now >= before ? now - before : now;
}

void keep_least(std::optional<double>& kept, double value) {
  kept = kept ? std::min(*kept, value) : value;
}

std::string interface_of(const DeviceReadings& readings, std::uint32_t row) {
  for (const Label& label : readings.rows[row])
    if (label.name == LabelName::interface) return label.value;
  return {};
}

}  // namespace

std::vector<Quality> QualitySampler::look(const Snapshot& snapshot) {
  const auto length_of_period = length(RollUp::five_minutes);
  const auto wall = std::chrono::time_point_cast<Milliseconds>(snapshot.taken.wall);
  const LedgerTime period(wall.time_since_epoch() / length_of_period * length_of_period);
  std::vector<Quality> rows;
  if (begun_ && period != period_) rows = end();
  period_ = period;
  const auto& inventory = *snapshot.inventory;
  for (std::size_t i = 0; i < snapshot.devices.size(); ++i) {
    const auto& about = inventory.devices[i];
    Device& device = devices_[about.id];
    device.quality.device = about.id;
    device.quality.site = about.site;
    if (const Site* site = inventory.find(about.site)) device.quality.village = site->village;
    const auto& view = snapshot.devices[i].by_source;
    const auto& icmp = view[static_cast<std::size_t>(Source::icmp)];
    const auto& snmp = view[static_cast<std::size_t>(Source::snmp)];
    if (icmp && icmp != device.icmp) take_icmp(device, *icmp);
    if (snmp && snmp != device.snmp) take_snmp(device, *snmp);
    device.icmp = icmp;
    device.snmp = snmp;
  }
  begun_ = true;
  return rows;
}

void QualitySampler::take_icmp(Device& device, const DeviceReadings& readings) {
  Quality& quality = device.quality;
  const auto count = [](std::optional<double>& before, double now, std::uint64_t& sum) {
    if (before) sum += static_cast<std::uint64_t>(grown(*before, now));
    before = now;
  };
  for (const Reading& reading : readings.readings) {
    if (reading.quantity == the().requests)
      count(device.requests, reading.value, quality.echo_requests);
    else if (reading.quantity == the().replies)
      count(device.replies, reading.value, quality.echo_replies);
  }
  for (const HistogramReading& histogram : readings.histograms) {
    if (histogram.quantity != the().round_trip) continue;
    auto& before = device.round_trips;
    quality.round_trips.resize(histogram.counts.size());
    for (std::size_t i = 0; i < histogram.counts.size() && before.size() == histogram.counts.size();
         ++i)
      quality.round_trips[i] +=
          histogram.counts[i] >= before[i] ? histogram.counts[i] - before[i] : histogram.counts[i];
    before = histogram.counts;
  }
  device.anything = device.anything || quality.echo_requests > 0;
}

void QualitySampler::take_snmp(Device& device, const DeviceReadings& readings) {
  if (!readings.answered) return;
  Quality& quality = device.quality;
  std::optional<double> clients;
  std::map<std::string, Traffic> told;
  for (const Reading& reading : readings.readings) {
    const auto is = [&](QuantityIndex quantity) { return reading.quantity == quantity; };
    if (is(the().clients))
      clients = clients.value_or(0) + reading.value;
    else if (is(the().optical_power))
      keep_least(quality.least_optical_power_dbm, reading.value);
    else if (is(the().rsrp))
      keep_least(quality.least_rsrp_dbm, reading.value);
    else if (is(the().receive_bytes))
      told[interface_of(readings, reading.row)].receive_bytes = reading.value;
    else if (is(the().transmit_bytes))
      told[interface_of(readings, reading.row)].transmit_bytes = reading.value;
  }
  if (clients) quality.peak_clients = std::max(quality.peak_clients.value_or(0), *clients);
  for (auto& [name, now] : told) {
    Traffic& traffic = device.interfaces[name];
    if (traffic.seen) {
      traffic.received += grown(traffic.receive_bytes, now.receive_bytes);
      traffic.transmitted += grown(traffic.transmit_bytes, now.transmit_bytes);
      quality.traffic_told = true;
    }
    traffic.receive_bytes = now.receive_bytes;
    traffic.transmit_bytes = now.transmit_bytes;
    traffic.seen = true;
  }
  device.anything = true;
}

std::vector<Quality> QualitySampler::end() {
  std::vector<Quality> rows;
  // What is gone from the configuration is forgotten.
  std::erase_if(devices_, [](const auto& entry) { return !entry.second.anything; });
  for (auto& [id, device] : devices_) {
    const Traffic* busiest = nullptr;
    for (const auto& [name, traffic] : device.interfaces)
      if (!busiest ||
          traffic.received + traffic.transmitted > busiest->received + busiest->transmitted)
        busiest = &traffic;
    if (busiest) {
      device.quality.receive_bytes = static_cast<std::uint64_t>(busiest->received);
      device.quality.transmit_bytes = static_cast<std::uint64_t>(busiest->transmitted);
    }
    device.quality.start = period_;
    rows.push_back(device.quality);
    device.quality = {};
    device.anything = false;
    for (auto& [name, traffic] : device.interfaces)
      traffic.received = traffic.transmitted = 0;
  }
  return rows;
}

std::vector<Quality> QualitySampler::stop() {
  if (!begun_) return {};
  begun_ = false;
  return end();
}

}  // namespace commune::history
