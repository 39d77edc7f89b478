// The connections of a test: one to eight that move bytes by HTTP, and short ones whose opening is
// timed. libcurl is seen here only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collectors/throughput/options.hpp"
#include "collectors/throughput/socket_counts.hpp"

namespace commune::throughput {

/// For one thread. Its destructor closes all connections without waiting.
class Connections {
 public:
  explicit Connections(const SpeedTest& test);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  /// How much more payload may be moved; called repeatedly as bytes move. 0 ends the transfer.
  using Left = std::function<std::uint64_t()>;

  /// Begins to move bytes, as long as `left` allows it.
  void open(Direction direction, Left left);
  /// Closes the connections that open() opened.
  void close();

  /// The budget is used up: nothing moves any more.
  bool used_up() const;

  /// Opens a connection to the direction's server and times it, unless one is being opened.
  void ping(Direction direction);
  /// Whether a ping waits for its answer.
  bool pinging() const;

  /// Works for as long as `at_most`.
  void step(Milliseconds at_most);

  /// Payload since open(): read by us, or acknowledged by the peer.
  std::uint64_t payload() const;
  /// Sum over all connections since the start.
  LineCount wire() const;
  InFlight in_flight() const;

  /// Round trips of pings since the last call, in seconds.
  std::vector<double> take_round_trips();

  /// Why bytes or pings stopped; empty without a failure.
  std::string failure() const;
  std::string ping_failure() const;

 private:
  class Curl;
  std::unique_ptr<Curl> curl_;
};

}  // namespace commune::throughput
