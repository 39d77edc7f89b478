#include "agent/coverage/evidence_reader.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "core/model/quantity_table.hpp"

namespace commune::coverage {
namespace {

/// Times the capacity of a link: a faster rate means that the counter has jumped.
constexpr double kJump = 10;

// Looked up once; the table never changes while the program runs.
struct Quantities {
  QuantityIndex requests = quantity_index("icmp.requests");
  QuantityIndex replies = quantity_index("icmp.replies");
  QuantityIndex round_trip = quantity_index("icmp.round_trip");
  QuantityIndex uptime = quantity_index("device.uptime");
  QuantityIndex radio_up = quantity_index("wifi.radio_up");
  QuantityIndex clients = quantity_index("wifi.clients");
  QuantityIndex utilization = quantity_index("wifi.channel_utilization");
  QuantityIndex access_points = quantity_index("wifi.access_points");
  QuantityIndex access_points_up = quantity_index("wifi.access_points_up");
  QuantityIndex registered = quantity_index("cellular.registered");
  QuantityIndex rsrp = quantity_index("cellular.rsrp");
  QuantityIndex rsrq = quantity_index("cellular.rsrq");
  QuantityIndex sinr = quantity_index("cellular.sinr");
  QuantityIndex modem_info = quantity_index("cellular.info");
  QuantityIndex on_battery = quantity_index("power.on_battery");
  QuantityIndex charge = quantity_index("power.battery_charge");
  QuantityIndex port_up = quantity_index("interface.up");
  QuantityIndex speed = quantity_index("interface.speed");
  QuantityIndex receive_bytes = quantity_index("interface.receive_bytes");
  QuantityIndex transmit_bytes = quantity_index("interface.transmit_bytes");
  QuantityIndex receive_packets = quantity_index("interface.receive_packets");
  QuantityIndex receive_errors = quantity_index("interface.receive_errors");
  QuantityIndex optical_power = quantity_index("optical.receive_power");
  QuantityIndex onu_up = quantity_index("pon.onu_up");
  QuantityIndex onu_power = quantity_index("pon.onu_receive_power");
};

const Quantities& the() {
  static const Quantities kQuantities;
  return kQuantities;
}

/// The label that names the port of a quantity; empty if the quantity does not belong to a port.
std::optional<LabelName> names_port(QuantityIndex quantity) {
  const Quantities& q = the();
  if (quantity == q.optical_power) return LabelName::port;
  if (quantity == q.onu_up || quantity == q.onu_power) return LabelName::onu;
  for (const QuantityIndex one :
       {q.port_up, q.speed, q.receive_bytes, q.transmit_bytes, q.receive_packets, q.receive_errors})
    if (quantity == one) return LabelName::interface;
  return std::nullopt;
}

// Third generation, by the names of 3GPP and of the vendors.
bool is_3g(std::string_view technology) {
  for (const std::string_view word : {"3G", "UMTS", "WCDMA", "HSPA", "HSDPA", "HSUPA", "CDMA"})
    if (technology.find(word) != std::string_view::npos) return true;
  return false;
}

void keep_most(std::optional<double>& kept, double value) {
  kept = kept ? std::max(*kept, value) : value;
}

template <typename T, typename U>
void report(Reported<T>& reported, U&& value, MonoTime at) {
  reported.value = std::forward<U>(value);
  reported.at = at;
}

Milliseconds patience_of(const DeviceReadings& readings) {
  return readings.interval * kStaleAfterIntervals;
}

// The end of the first of the unanswered polls in a row; empty if the last one was answered.
std::optional<MonoTime> first_silence(const DeviceReadings& readings) {
  if (readings.silent_polls == 0) return std::nullopt;
  return readings.taken.mono - (readings.silent_polls - 1) * readings.interval;
}

/// What the readings of one device say about Wi-Fi, cellular and power.
struct Gathered {
  bool radios = false, access_points = false, cellular = false, power = false;
  RadiosEvidence radio;
  AccessPointsEvidence counted;
  CellularEvidence modem;
  PowerEvidence mains;
  bool any_4g = false, any_3g = false;
  std::optional<double> uptime;

  void add(const DeviceReadings& readings, const Reading& reading) {
    const Quantities& q = the();
    const auto is = [&](QuantityIndex index) { return reading.quantity == index; };
    const double value = reading.value;
    if (is(q.uptime)) uptime = value;
    if (is(q.radio_up)) {
      radios = true;
      ++radio.reported;
      radio.up += value > 0 ? 1 : 0;
    } else if (is(q.utilization)) {
      radios = true;
      keep_most(radio.channel_utilization_ratio, value);
    } else if (is(q.clients)) {
      radios = true;
      radio.clients = radio.clients.value_or(0) + value;
    } else if (is(q.access_points) || is(q.access_points_up)) {
      (is(q.access_points) ? counted.known : counted.up) = value;
      access_points = access_points || is(q.access_points_up);
    } else if (is(q.on_battery) || is(q.charge)) {
      if (is(q.on_battery)) {
        power = true;
        mains.on_battery = value > 0;
      } else {
        mains.charge_ratio = value;
      }
    } else {
      add_cellular(readings, reading);
    }
  }

  void add_cellular(const DeviceReadings& readings, const Reading& reading) {
    const Quantities& q = the();
    const auto is = [&](QuantityIndex index) { return reading.quantity == index; };
    if (is(q.registered))
      modem.registered = modem.registered.value_or(false) || reading.value > 0;
    else if (is(q.rsrp))
      keep_most(modem.rsrp_dbm, reading.value);
    else if (is(q.rsrq))
      keep_most(modem.rsrq_db, reading.value);
    else if (is(q.sinr))
      keep_most(modem.sinr_db, reading.value);
    else if (is(q.modem_info))
      (is_3g(readings.label(reading.row, LabelName::technology)) ? any_3g : any_4g) = true;
    else
      return;
    cellular = cellular || !is(q.modem_info);
  }
};

}  // namespace

EvidenceReader::EvidenceReader(std::shared_ptr<const Topology> topology)
    : topology_(std::move(topology)),
      seen_(topology_->inventory().devices.size()),
      counters_(topology_->inventory().links.size()) {
  evidence_.devices.resize(seen_.size());
  evidence_.links.resize(counters_.size());
}

void EvidenceReader::replace(std::shared_ptr<const Topology> topology) {
  const Inventory& before = topology_->inventory();
  const Inventory& after = topology->inventory();
  EvidenceReader fresh(topology);
  std::map<DeviceId, DeviceIndex> old_device;
  for (DeviceIndex i = 0; i < before.devices.size(); ++i)
    old_device.emplace(before.devices[i].id, i);
  for (DeviceIndex i = 0; i < after.devices.size(); ++i) {
    const auto old = old_device.find(after.devices[i].id);
    if (old == old_device.end() || before.devices[old->second].address != after.devices[i].address)
      continue;
    fresh.seen_[i] = std::move(seen_[old->second]);
    fresh.evidence_.devices[i] = std::move(evidence_.devices[old->second]);
  }
  std::map<LinkId, LinkIndex> old_link;
  for (LinkIndex i = 0; i < before.links.size(); ++i)
    old_link.emplace(before.links[i].id, i);
  for (LinkIndex i = 0; i < after.links.size(); ++i) {
    const auto old = old_link.find(after.links[i].id);
    if (old == old_link.end()) continue;
    const Link& was = before.links[old->second];
    if (was.device != after.links[i].device || was.interface != after.links[i].interface) continue;
    fresh.counters_[i] = counters_[old->second];
    fresh.evidence_.links[i] = std::move(evidence_.links[old->second]);
  }
  // The agent's own evidence has no topology.
  std::swap(fresh.evidence_.devices, evidence_.devices);
  std::swap(fresh.evidence_.links, evidence_.links);
  seen_ = std::move(fresh.seen_);
  counters_ = std::move(fresh.counters_);
  topology_ = std::move(topology);
}

Evidence& EvidenceReader::read(const Snapshot& snapshot, bool clock_known) {
  for (DeviceIndex i = 0; i < snapshot.devices.size() && i < seen_.size(); ++i)
    read_device(i, snapshot.devices[i], snapshot.taken.mono);
  own_.read(snapshot.agent, snapshot.taken, clock_known, evidence_);
  return evidence_;
}

void EvidenceReader::read_device(DeviceIndex index, const DeviceView& view, MonoTime now) {
  Seen& seen = seen_[index];
  DeviceEvidence& device = evidence_.devices[index];
  const auto& icmp = view.by_source[static_cast<std::size_t>(Source::icmp)];
  const auto& snmp = view.by_source[static_cast<std::size_t>(Source::snmp)];
  device.polled = icmp || snmp;
  read_reachability(index, view, now);
  if (icmp && icmp != seen.icmp) {
    PathWindow::Counters counters;
    for (const Reading& reading : icmp->readings) {
      if (reading.quantity == the().requests) counters.requests = reading.value;
      if (reading.quantity == the().replies) counters.replies = reading.value;
    }
    for (const HistogramReading& histogram : icmp->histograms)
      if (histogram.quantity == the().round_trip) counters.round_trips_seconds = histogram.sum;
    if (device.reachability == Reachability::reachable)
      seen.path.add(icmp->taken.mono, counters);
    else
      seen.path.clear();
    device.path = seen.path.evidence();
    seen.icmp = icmp;
  }
  if (snmp && snmp != seen.snmp) {
    if (snmp->answered) {
      read_reported(index, *snmp);
      read_ports(index, *snmp);
    }
    device.patience = patience_of(*snmp);
    seen.snmp = snmp;
  }
  forget_old(index, now);
}

void EvidenceReader::read_reachability(DeviceIndex index, const DeviceView& view, MonoTime now) {
  DeviceEvidence& device = evidence_.devices[index];
  const Reachability before = device.reachability;
  device.reachability = reachability(view, now);
  std::optional<MonoTime> silent_since, answered;
  MonoTime spoke{};
  for (const auto& readings : view.by_source) {
    if (!readings) continue;
    spoke = std::max(spoke, readings->taken.mono);
    if (readings->last_answer)
      answered = std::max(answered.value_or(MonoTime::min()), readings->last_answer->mono);
    if (const auto silence = first_silence(*readings))
      silent_since = std::min(silent_since.value_or(MonoTime::max()), *silence);
  }
  const bool nothing_since = silent_since && (!answered || *silent_since > *answered);
  device.in_doubt_since.reset();
  if (device.reachability != Reachability::silent && nothing_since)
    device.in_doubt_since = silent_since;
  if (device.reachability == before) return;
  if (device.reachability == Reachability::reachable)
    device.since = *answered;
  else if (device.reachability == Reachability::silent)
    device.since = nothing_since ? *silent_since : answered.value_or(spoke);
  else
    device.since = now;
}

void EvidenceReader::read_reported(DeviceIndex index, const DeviceReadings& readings) {
  DeviceEvidence& device = evidence_.devices[index];
  Gathered gathered;
  for (const Reading& reading : readings.readings)
    gathered.add(readings, reading);
  const MonoTime at = readings.taken.mono;
  gathered.modem.only_3g = gathered.any_3g && !gathered.any_4g;
  if (gathered.radios) report(device.radios, gathered.radio, at);
  if (gathered.access_points) report(device.access_points, gathered.counted, at);
  if (gathered.cellular) report(device.cellular, gathered.modem, at);
  if (gathered.power) report(device.power, gathered.mains, at);
  if (gathered.uptime)
    report(device.started,
           at - std::chrono::duration_cast<MonoTime::duration>(
                    std::chrono::duration<double>(*gathered.uptime)),
           at);
}

void EvidenceReader::read_ports(DeviceIndex index, const DeviceReadings& readings) {
  struct Port {
    LinkIndex link;
    PortCounters fresh;
  };
  // An OLT reports hundreds of ports.
  std::multimap<std::string_view, Port> ports;
  PortCounters fresh;
  fresh.at = readings.taken.mono;
  for (const LinkIndex link : topology_->ports_of(index))
    ports.emplace(topology_->link(link).interface, Port{link, fresh});
  if (ports.empty()) return;
  for (const Reading& reading : readings.readings) {
    const auto name = names_port(reading.quantity);
    if (!name) continue;
    const auto [first, last] = ports.equal_range(readings.label(reading.row, *name));
    for (auto port = first; port != last; ++port)
      read_port(evidence_.links[port->second.link], port->second.fresh, reading);
  }
  for (const auto& [name, port] : ports)
    read_rates(port.link, port.fresh);
}

void EvidenceReader::read_port(LinkEvidence& reported, PortCounters& fresh,
                               const Reading& reading) {
  const Quantities& q = the();
  const auto is = [&](QuantityIndex quantity) { return reading.quantity == quantity; };
  if (is(q.port_up) || is(q.onu_up))
    report(reported.port_up, reading.value > 0, fresh.at);
  else if (is(q.optical_power) || is(q.onu_power))
    report(reported.optical_power_dbm, reading.value, fresh.at);
  else if (is(q.speed))
    report(reported.speed, reading.value, fresh.at);
  else if (is(q.receive_bytes))
    fresh.receive_bytes = reading.value;
  else if (is(q.transmit_bytes))
    fresh.transmit_bytes = reading.value;
  else if (is(q.receive_packets))
    fresh.packets = reading.value;
  else if (is(q.receive_errors))
    fresh.errors = reading.value;
}

void EvidenceReader::read_rates(LinkIndex link, const PortCounters& fresh) {
  const PortCounters before = std::exchange(counters_[link], fresh);
  LinkEvidence& reported = evidence_.links[link];
  const double elapsed = seconds(fresh.at - before.at);
  const auto grown = [](const std::optional<double>& then, const std::optional<double>& now) {
    return then && now && *now >= *then ? std::optional(*now - *then) : std::nullopt;
  };
  if (before.at == MonoTime{} || elapsed <= 0) return;
  const auto received = grown(before.receive_bytes, fresh.receive_bytes);
  const auto sent = grown(before.transmit_bytes, fresh.transmit_bytes);
  // A device that resets its counters has not carried the difference.
  const double most = kJump * std::max(reported.speed.value.value_or(0),
                                       topology_->link(link).capacity_bytes_per_second);
  const auto report_rate = [&](Reported<double>& rate, const std::optional<double>& bytes) {
    if (bytes && (most <= 0 || *bytes / elapsed <= most)) report(rate, *bytes / elapsed, fresh.at);
  };
  report_rate(reported.receive_rate, received);
  report_rate(reported.transmit_rate, sent);
  const auto packets = grown(before.packets, fresh.packets);
  const auto errors = grown(before.errors, fresh.errors);
  if (packets && errors && *packets + *errors > 0)
    report(reported.error_ratio, *errors / (*packets + *errors), fresh.at);
}

void EvidenceReader::forget_old(DeviceIndex index, MonoTime now) {
  DeviceEvidence& device = evidence_.devices[index];
  const auto forget = [&](auto& reported) {
    if (reported && now - reported.at > device.patience) reported.value.reset();
  };
  // A silent device's last report stays: if its UPS ran on battery, that is why it fell silent.
  if (device.reachability == Reachability::silent) return;
  forget(device.radios);
  forget(device.access_points);
  forget(device.cellular);
  forget(device.power);
  for (const LinkIndex link : topology_->ports_of(index)) {
    forget(evidence_.links[link].port_up);
    forget(evidence_.links[link].optical_power_dbm);
    forget(evidence_.links[link].error_ratio);
    forget(evidence_.links[link].receive_rate);
    forget(evidence_.links[link].transmit_rate);
    forget(evidence_.links[link].speed);
  }
}

}  // namespace commune::coverage
