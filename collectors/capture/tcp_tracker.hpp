// Follows TCP connections that pass, for what users feel of them: round trips by side, segments
// sent again. Bounded: a flood of connections puts others out, and never grows it.
#pragma once

#include <cstdint>

#include "collectors/capture/bounded_table.hpp"
#include "collectors/capture/frame.hpp"
#include "collectors/capture/keyed_hash.hpp"
#include "collectors/capture/round_trips.hpp"
#include "collectors/capture/tcp_half.hpp"
#include "collectors/capture/totals.hpp"

namespace commune::capture {

/// Where the ends of a packet's way are.
struct Ends {
  Side source = Side::wan, destination = Side::wan;
};

/// For one thread. Addresses and ports are kept as a keyed hash alone.
class TcpTracker {
 public:
  TcpTracker(std::size_t flows, HashKey key) : flows_(flows), key_(key) {}

  /// A TCP packet that is no fragment. Samples and counts go to `totals`.
  void see(const Packet& packet, Ends ends, PacketTime now, Totals& totals);

  /// Connections of which something passed in the last five minutes and that did not end.
  std::size_t alive(PacketTime now);

  const RoundTrips& round_trips(Side side) const {
    return round_trips_[static_cast<std::size_t>(side)];
  }

 private:
  struct Flow {
    TcpHalf halves[2];  ///< By which end sends: [0] the one with the smaller address and port.
    std::int64_t last_microseconds;
    bool heard[2];
    bool reset;

    bool answered() const { return heard[0] && heard[1]; }
    bool ended() const { return reset || (halves[0].finished && halves[1].finished); }
  };

  Flow* find(std::uint64_t key, const TcpSegment& segment, std::int64_t now, Totals& totals);
  static std::int64_t worth(const Flow& flow);

  BoundedTable<Flow> flows_;
  HashKey key_;
  std::array<RoundTrips, kSideCount> round_trips_{};
};

}  // namespace commune::capture
