// Follows passing TCP connections: round trips by side, retransmissions. Bounded: a flood of
// connections replaces others and allocates nothing.
#pragma once

#include <cstdint>

#include "collectors/capture/bounded_table.hpp"
#include "collectors/capture/frame.hpp"
#include "collectors/capture/keyed_hash.hpp"
#include "collectors/capture/round_trips.hpp"
#include "collectors/capture/tcp_half.hpp"
#include "collectors/capture/totals.hpp"

namespace commune::capture {

/// The sides of a packet's two ends.
struct Ends {
  Side source = Side::wan, destination = Side::wan;
};

/// For one thread. Addresses and ports are kept as a keyed hash alone.
class TcpTracker {
 public:
  TcpTracker(std::size_t flows, HashKey key) : flows_(flows), key_(key) {}

  /// A TCP packet that is not a fragment. Adds samples and counts to `totals`.
  void see(const Packet& packet, Ends ends, PacketTime now, Totals& totals);

  /// Connections with a packet in the last five minutes that have not ended.
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
