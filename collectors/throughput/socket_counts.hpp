// Traffic of our own TCP connections, as the kernel reports it for each (TCP_INFO, tcp(7)): bytes
// with headers and retransmissions, not only those that a program reads and writes.
#pragma once

#include <cstdint>
#include <set>

#include "collectors/throughput/line.hpp"

namespace commune::throughput {

struct WireCount {
  LineCount line;                  ///< Frames of Ethernet; rather too many than too few.
  std::uint64_t acknowledged = 0;  ///< Bytes of TCP payload that the peers have.
};

/// Bytes that may still pass on the line without a further request.
struct InFlight {
  std::uint64_t most = 0;  ///< By the windows that we advertise and the bytes that wait to be sent.
  std::uint64_t likely = 0;  ///< From peers, by rate and round trip.
};

class SocketCounts {
 public:
  void opened(int socket) { open_.insert(socket); }
  /// Call before the socket is closed.
  void closing(int socket);

  /// Sum over all sockets since the start, closed ones included.
  WireCount count() const;

  InFlight in_flight() const;

 private:
  std::set<int> open_;
  WireCount closed_;
};

}  // namespace commune::throughput
