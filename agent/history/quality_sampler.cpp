#include "agent/history/quality_sampler.hpp"

#include <algorithm>
#include <utility>

#include "core/model/quantity_table.hpp"

namespace commune::history {
namespace {

struct Quantities {
  QuantityIndex requests = quantity_index("icmp.requests");
  QuantityIndex replies = quantity_index("icmp.replies");
  QuantityIndex round_trip = quantity_index("icmp.round_trip");
  QuantityIndex receive_bytes = quantity_index("interface.receive_bytes");
  QuantityIndex transmit_bytes = quantity_index("interface.transmit_bytes");
  QuantityIndex speed = quantity_index("interface.speed");
  QuantityIndex clients = quantity_index("wifi.clients");
  QuantityIndex optical_power = quantity_index("optical.receive_power");
  QuantityIndex rsrp = quantity_index("cellular.rsrp");
};

const Quantities& the() {
  static const Quantities kQuantities;
  return kQuantities;
}

void keep_least(std::optional<double>& kept, double value) {
  kept = kept ? std::min(*kept, value) : value;
}

void keep_most(std::optional<double>& kept, double value) {
  kept = kept ? std::max(*kept, value) : value;
}

// From the [[link]] that names the interface; 0 if none does, or if its capacity is not configured.
double configured_capacity(const Inventory& inventory, const std::string& device,
                           const std::string& interface) {
  for (const Link& link : inventory.links)
    if (link.device.value == device && link.interface == interface)
      return link.capacity_bytes_per_second;
  return 0;
}

}  // namespace

std::vector<Quality> QualitySampler::look(const Snapshot& snapshot) {
  const auto length_of_period = length(RollUp::five_minutes);
  const auto wall = std::chrono::time_point_cast<Milliseconds>(snapshot.taken.wall);
  const LedgerTime period(wall.time_since_epoch() / length_of_period * length_of_period);
  std::vector<Quality> rows;
  if (begun_ && period != period_) rows = finish_period();
  period_ = period;
  const auto& inventory = *snapshot.inventory;
  for (std::size_t i = 0; i < snapshot.devices.size(); ++i) {
    const auto& about = inventory.devices[i];
    Device& device = devices_[about.id];
    device.quality.name = about.id.value;
    device.quality.site = about.site;
    if (const Site* site = inventory.find(about.site)) device.quality.village = site->village;
    const auto& view = snapshot.devices[i].by_source;
    const auto& icmp = view[static_cast<std::size_t>(Source::icmp)];
    const auto& snmp = view[static_cast<std::size_t>(Source::snmp)];
    if (icmp && icmp != device.icmp) take_icmp(device, *icmp);
    if (snmp && snmp != device.snmp) take_snmp(device, *snmp, inventory);
    device.icmp = icmp;
    device.snmp = snmp;
  }
  own_.look(snapshot);
  begun_ = true;
  return rows;
}

void QualitySampler::take_icmp(Device& device, const DeviceReadings& readings) {
  Quality& quality = device.quality;
  for (const Reading& reading : readings.readings) {
    if (reading.quantity == the().requests)
      quality.requests += static_cast<std::uint64_t>(device.requests.add_count(reading.value));
    else if (reading.quantity == the().replies)
      quality.replies += static_cast<std::uint64_t>(device.replies.add_count(reading.value));
  }
  for (const HistogramReading& histogram : readings.histograms)
    if (histogram.quantity == the().round_trip)
      device.round_trips.add_counts(histogram.counts, quality.round_trips);
  device.anything = device.anything || quality.requests > 0;
}

void QualitySampler::take_snmp(Device& device, const DeviceReadings& readings,
                               const Inventory& inventory) {
  if (!readings.answered) return;
  Quality& quality = device.quality;
  std::optional<double> clients;
  std::map<std::string, PortReadings> port;
  for (const Reading& reading : readings.readings) {
    const auto is = [&](QuantityIndex quantity) { return reading.quantity == quantity; };
    if (is(the().clients))
      clients = clients.value_or(0) + reading.value;
    else if (is(the().optical_power))
      keep_least(quality.least_optical_power_dbm, reading.value);
    else if (is(the().rsrp))
      keep_least(quality.least_rsrp_dbm, reading.value);
    else if (is(the().receive_bytes))
      ports[readings.label(reading.row, LabelName::interface)].receive_bytes = reading.value;
    else if (is(the().transmit_bytes))
      ports[readings.label(reading.row, LabelName::interface)].transmit_bytes = reading.value;
    else if (is(the().speed))
      ports[readings.label(reading.row, LabelName::interface)].speed = reading.value;
  }
  if (clients) keep_most(quality.peak_clients, *clients);
  for (const auto& [interface, now] : port)
    take_traffic(device, interface, now, readings.taken.mono,
                 configured_capacity(inventory, quality.name, interface));
  device.anything = true;
}

void QualitySampler::take_traffic(Device& device, const std::string& interface,
                                  const PortReadings& port, MonoTime at, double capacity) {
  if (!port.receive_bytes && !port.transmit_bytes) return;
  Traffic& traffic = device.interfaces[interface];
  const double received =
      port.receive_bytes ? traffic.receive_bytes.add_count(*port.receive_bytes) : 0;
  const double sent =
      port.transmit_bytes ? traffic.transmit_bytes.add_count(*port.transmit_bytes) : 0;
  const auto before = std::exchange(traffic.last_read, at);
  if (!before) return;
  device.quality.traffic_known = true;
  traffic.received += received;
  traffic.transmitted += sent;
  const double elapsed = seconds(at - *before);
  if (elapsed <= 0) return;
  if (port.receive_bytes) keep_most(traffic.peak_receive_rate, received / elapsed);
  if (port.transmit_bytes) keep_most(traffic.peak_transmit_rate, sent / elapsed);
  const double fullest = std::max(received, sent) / elapsed;
  // A speed below the measured traffic is not trusted.
  const bool lies = capacity <= 0 && fullest > port.speed.value_or(0);
  if (capacity <= 0) capacity = port.speed.value_or(0);
  if (capacity > 0 && !lies) keep_most(device.quality.peak_utilization, fullest / capacity);
}

std::vector<Quality> QualitySampler::finish_period() {
  std::vector<Quality> rows;
  // Devices that are no longer configured are removed.
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
      device.quality.peak_receive_rate = busiest->peak_receive_rate;
      device.quality.peak_transmit_rate = busiest->peak_transmit_rate;
    }
    device.quality.start = period_;
    rows.push_back(device.quality);
    device.quality = {};
    device.anything = false;
    for (auto& [name, traffic] : device.interfaces) {
      traffic.received = traffic.transmitted = 0;
      traffic.peak_receive_rate.reset();
      traffic.peak_transmit_rate.reset();
    }
  }
  for (Quality& row : own_.finish_period()) {
    row.start = period_;
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Quality> QualitySampler::stop() {
  if (!begun_) return {};
  begun_ = false;
  return finish_period();
}

}  // namespace commune::history
