#include "collectors/capture/traffic_counts.hpp"

#include <algorithm>

namespace commune::capture {
namespace {

Direction direction_of(bool source_near, bool destination_near) {
  if (source_near) return destination_near ? Direction::local : Direction::out;
  return destination_near ? Direction::in : Direction::transit;
}

}  // namespace

TrafficCounts::TrafficCounts(const Interface& interface, HashKey key)
    : lan_(interface.lan),
      classes_(with_shipped(interface.classes)),
      key_(key),
      tcp_(interface.flows, key),
      dns_(key) {}

TrafficCounts::Place TrafficCounts::place_of(Host host) const {
  if (any_contains(lan_, host)) return {true, true};
  return {false, host.stays_on_link()};
}

void TrafficCounts::see(const Frame& frame) {
  Packet packet;
  const FrameKind kind = parse_frame(frame, packet);
  if (kind != FrameKind::ip) {
    ++(kind == FrameKind::not_ip ? totals_.not_ip : totals_.malformed);
    return;
  }
  const Place source = place_of(packet.source), destination = place_of(packet.destination);
  Count& count = totals_.of(direction_of(source.near, destination.near), classes_.find(packet));
  ++count.packets;
  count.bytes += packet.network_bytes;
  count_hosts(packet, source, destination, frame.time);
  if (packet.fragment || !packet.has_ports) return;
  const Ends ends{source.near ? Side::lan : Side::wan, destination.near ? Side::lan : Side::wan};
  if (packet.protocol == kTcp)
    tcp_.see(packet, ends, frame.time, totals_);
  else if (packet.protocol == kUdp && (packet.source_port == 53 || packet.destination_port == 53))
    dns_.see(packet, ends, frame.time, totals_);
}

// Traffic within the LAN counts for its sender.
void TrafficCounts::count_hosts(const Packet& packet, Place source, Place destination,
                                PacketTime now) {
  if (!source.lan && !destination.lan) return heavy_.see_nobody(packet.network_bytes, now);
  const Host host = source.lan ? packet.source : packet.destination;
  const std::uint64_t hash = keyed_hash<2>(key_, {host.high, host.low});
  heavy_.see(hash, packet.network_bytes, now);
  if (source.lan) (host.is_v4() ? v4_hosts_ : v6_hosts_).see(hash, now);
}

const Totals& TrafficCounts::totals(PacketTime now) {
  dns_.expire(now, totals_);
  totals_.flows = tcp_.alive(now) + dns_.waiting();
  // Nearly every device with IPv6 has IPv4 too, so a sum would count it twice.
  totals_.hosts = std::max(v4_hosts_.estimate(now), v6_hosts_.estimate(now));
  totals_.heavy = heavy_.shares(now);
  return totals_;
}

void TrafficCounts::carry_over(const Totals& before, const std::vector<TrafficClass>& names) {
  totals_ = before;
  totals_.traffic = {};
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t j = 0; j < classes().size(); ++j)
      if (names[i].name == classes()[j].name)
        for (std::size_t direction = 0; direction < kDirectionCount; ++direction)
          totals_.traffic[direction][j] = before.traffic[direction][i];
}

}  // namespace commune::capture
