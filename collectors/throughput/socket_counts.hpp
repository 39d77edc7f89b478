// What our own TCP connections put on the line, as the kernel tells of each (TCP_INFO, tcp(7)):
// bytes with heads and retransmissions, not only what a program reads and writes.
#pragma once

#include <cstdint>
#include <set>

#include "collectors/throughput/line.hpp"

namespace commune::throughput {

struct WireCount {
  LineCount line;                  ///< Frames of Ethernet; rather too many than too few.
  std::uint64_t acknowledged = 0;  ///< Bytes of TCP payload that the peers have.
};

/// What may still pass on the line without anybody asking for more.
struct InFlight {
  std::uint64_t most = 0;    ///< By the windows that we advertise, and what waits to be sent.
  std::uint64_t likely = 0;  ///< Of what peers send: by rate and round trip.
};

class SocketCounts {
 public:
  void opened(int socket) { open_.insert(socket); }
  /// To be told before the socket is closed.
  void closing(int socket);

  /// Of all sockets since the begin, closed ones included.
  WireCount count() const;

  InFlight in_flight() const;

 private:
  std::set<int> open_;
  WireCount closed_;
};

}  // namespace commune::throughput
