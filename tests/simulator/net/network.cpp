#include "tests/simulator/net/network.hpp"

#include <algorithm>

#include "tests/simulator/scenario/fault_rows.hpp"
#include "tests/simulator/snmp/snmp_responder.hpp"

#include <fmt/format.h>

namespace commune::simulator {
namespace {

Topology topology_of(const Scenario& scenario) {
  std::vector<std::optional<std::size_t>> upstreams;
  for (const SimulatedDevice& device : scenario.devices)
    upstreams.push_back(device.upstream);
  return {std::move(upstreams), scenario.vantage};
}

bool takes_power(FaultKind kind) {
  return kind == FaultKind::device_dead || kind == FaultKind::power_cut ||
         kind == FaultKind::reboot;
}

}  // namespace

Network::Network(const Scenario& scenario)
    : scenario_(scenario),
      topology_(topology_of(scenario)),
      devices_(scenario.devices.size()),
      states_(scenario.devices.size()) {
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    const SimulatedDevice& device = scenario.devices[i];
    devices_[i].playing = device.playing;
    devices_[i].random = Random(scatter(scenario.seed, device.id));
    by_address_.emplace(device.address, i);
  }
}

std::vector<Delivery> Network::receive(std::string_view bytes, SimTime now) {
  const auto packet = parse_ip(bytes);
  const auto found = packet ? by_address_.find(packet->destination) : by_address_.end();
  if (found == by_address_.end()) return {};
  Device& device = devices_[found->second];
  if (!device.reachable) return {};
  std::string reply = reply_to(*packet, found->second, now);
  if (reply.empty()) return {};
  if (!is_echo_request(*packet) && over_limit(device, now)) return {};

  std::vector<Delivery> deliveries;
  const auto arrivals = pass(device.playing.line, device.random);
  const bool five = device.playing.behaviours.has(Behaviour::five_replies);
  for (const Delay arrival : arrivals)
    for (int copies = five ? 5 : 1; copies > 0; --copies)
      deliveries.push_back({arrival, reply});
  return deliveries;
}

bool Network::over_limit(Device& device, SimTime now) {
  if (device.playing.rate_limit == 0) return false;
  const auto second = std::chrono::floor<std::chrono::seconds>(now);
  if (second != device.limited) device.answered = 0;
  device.limited = second;
  return ++device.answered > device.playing.rate_limit;
}

// Empty: nothing.
std::string Network::reply_to(const IpPacket& packet, std::size_t position, SimTime now) const {
  if (is_echo_request(packet)) return build_echo_reply(packet);
  const auto datagram = parse_udp(packet);
  if (!datagram) return {};
  const Device& device = devices_[position];
  const bool is_open = device.playing.tree && device.snmp != Snmp::closed &&
                       datagram->destination_port == device.playing.port;
  if (!is_open) return build_port_unreachable(packet);
  if (device.snmp == Snmp::silent) return {};
  return snmp_reply(packet, *datagram, position, now);
}

std::string Network::snmp_reply(const IpPacket& packet, const UdpDatagram& datagram,
                                std::size_t position, SimTime now) const {
  const Device& device = devices_[position];
  const Playing& playing = device.playing;
  const SnmpAgent agent{playing.tree.get(), playing.community, playing.max_message,
                        playing.behaviours};
  const DeviceTime time{now, device.booted, device.restarted,
                        scatter(scenario_.seed, scenario_.devices[position].id)};
  const auto message = answer(datagram.payload, agent, time);
  if (!message) return {};
  const IpAddress from = playing.behaviours.has(Behaviour::from_other_address)
                             ? packet.destination.neighbour()
                             : packet.destination;
  return build_udp(from, packet.source,
                   {datagram.destination_port, datagram.source_port, *message});
}

std::string Network::apply(const FaultEvent& event) {
  const Fault& fault = scenario_.faults[event.fault];
  if (event.begins)
    begin(event);
  else
    end(event);
  for (const std::size_t device : fault.devices)
    rebuild(device);
  const std::size_t changed = update_reachability();
  const bool cuts_off = takes_power(fault.kind) || fault.kind == FaultKind::fibre_cut;
  const bool stays_up = fault.kind == FaultKind::reboot && !fault.until;
  const std::size_t count = cuts_off && !stays_up ? changed : fault.devices.size();
  return fmt::format("{} {} {}: {} device{}", event.begins ? "fault" : "over",
                     to_string(fault.kind), fault.target, count, count == 1 ? "" : "s");
}

void Network::begin(const FaultEvent& event) {
  const Fault& fault = scenario_.faults[event.fault];
  if (fault.kind == FaultKind::reboot && !fault.until) {
    for (const std::size_t device : fault.devices)
      restart(device, event.at);
    return;
  }
  active_.push_back({event.fault, event.at});
}

void Network::end(const FaultEvent& event) {
  const Fault& fault = scenario_.faults[event.fault];
  std::erase_if(active_, [&](const ActiveFault& active) { return active.fault == event.fault; });
  if (!takes_power(fault.kind)) return;
  for (const std::size_t device : fault.devices)
    restart(device, event.at);
}

void Network::restart(std::size_t position, SimTime now) {
  devices_[position].restarted = true;
  devices_[position].booted = now;
}

void Network::rebuild(std::size_t position) {
  Device& device = devices_[position];
  device.playing = scenario_.devices[position].playing;
  device.snmp = Snmp::answering;
  states_[position] = {};
  for (const ActiveFault& active : active_) {
    const Fault& fault = scenario_.faults[active.fault];
    if (std::find(fault.devices.begin(), fault.devices.end(), position) == fault.devices.end())
      continue;
    if (takes_power(fault.kind)) states_[position].dead = true;
    if (fault.kind == FaultKind::fibre_cut) states_[position].cut = true;
    lay_over(active, device);
  }
}

void Network::lay_over(const ActiveFault& active, Device& device) const {
  const Fault& fault = scenario_.faults[active.fault];
  Playing& playing = device.playing;
  if (fault.kind == FaultKind::snmp_silent) device.snmp = Snmp::silent;
  if (fault.kind == FaultKind::snmp_closed) device.snmp = Snmp::closed;
  fault.line.apply_to(playing.line);
  playing.behaviours.add(fault.behaviours);
  if (!playing.tree || !changes_rows(fault)) return;
  // read_scenario() has checked that the rows exist; a row can be missing only because of another
  // fault.
  if (auto tree = tree_under(fault, *playing.tree, active.began))
    playing.tree = std::make_shared<const MibTree>(std::move(*tree));
}

// Returns how many devices became reachable or unreachable.
std::size_t Network::update_reachability() {
  std::size_t changed = 0;
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    const bool reachable = topology_.reaches(i, states_);
    if (reachable != devices_[i].reachable) ++changed;
    devices_[i].reachable = reachable;
  }
  return changed;
}

}  // namespace commune::simulator
