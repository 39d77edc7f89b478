// All figures of one interface's packets. Frames go in, from the kernel or from a file; figures
// come out. Bounded for any traffic; a packet allocates nothing; no address is kept.
#pragma once

#include "collectors/capture/dns_tracker.hpp"
#include "collectors/capture/frame.hpp"
#include "collectors/capture/heavy_hosts.hpp"
#include "collectors/capture/host_sketch.hpp"
#include "collectors/capture/options.hpp"
#include "collectors/capture/tcp_tracker.hpp"
#include "collectors/capture/totals.hpp"
#include "collectors/capture/traffic_class.hpp"

namespace commune::capture {

/// For one thread. Time is the packets' own.
class TrafficCounts {
 public:
  TrafficCounts(const Interface& interface, HashKey key);

  void see(const Frame& frame);

  /// The figures at `now`: computes gauges and counts questions that wait too long. No allocation,
  /// but some 100 µs.
  const Totals& totals(PacketTime now);

  /// Continues the counters of `before`; `classes` are its classes, in its order.
  void carry_over(const Totals& before, const std::vector<TrafficClass>& classes);

  const std::vector<TrafficClass>& classes() const { return classes_.classes(); }
  const RoundTrips& round_trips(Side side) const { return tcp_.round_trips(side); }
  const RoundTrips& dns_responses(Side server) const { return dns_.responses(server); }

 private:
  struct Place {
    bool lan;   ///< In the LAN's prefixes.
    bool near;  ///< In the LAN, or an address that is never routed.
  };
  Place place_of(Host host) const;
  void count_hosts(const Packet& packet, Place source, Place destination, PacketTime now);

  std::vector<Prefix> lan_;
  ClassTable classes_;
  HashKey key_;
  Totals totals_;
  HostSketch v4_hosts_, v6_hosts_;
  HeavyHosts heavy_;
  TcpTracker tcp_;
  DnsTracker dns_;
};

}  // namespace commune::capture
