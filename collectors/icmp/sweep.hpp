// Pings every address of a set at a steady pace, in rounds, and reports which ones answer. A round
// asks those that were silent in the one before. Sends to no address outside the set.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "collectors/icmp/outstanding_requests.hpp"
#include "core/model/result.hpp"
#include "core/net/address_ranges.hpp"
#include "core/net/icmp/echo_socket.hpp"
#include "core/net/icmp/nonce_source.hpp"
#include "core/runtime/event_loop.hpp"
#include "core/runtime/lifetime.hpp"
#include "core/time/token_bucket.hpp"

namespace commune::icmp {

struct SweepOptions {
  AddressRanges addresses;
  double per_second = 200;      ///< Echo requests, of all rounds.
  int rounds = 3;               ///< Requests to an address that stays silent.
  Milliseconds timeout{1'000};  ///< For each request.
};

struct SweepFigures {
  std::uint64_t addresses = 0;
  int round = 1;
  std::uint64_t asked = 0;     ///< Addresses dealt with in this round, those that answered before
                               ///< included.
  std::uint64_t sent = 0;      ///< Requests of all rounds...
  std::uint64_t refused = 0;   ///< ...of which the kernel did not send so many.
  std::uint64_t answered = 0;  ///< Addresses.
  std::uint64_t requests_left = 0;  ///< At most.
};

/// Belongs to the loop's thread; the loop outlives it. Destroying it ends the sweep without a call
/// to `on_end`.
class Sweep {
 public:
  using OnAnswer = std::function<void(const Address&)>;
  using OnEnd = std::function<void()>;

  Sweep(EventLoop& loop, SweepOptions options, OnAnswer on_answer, OnEnd on_end);

  /// Fails where no socket may be opened for a family that the set has. Calls back later, from the
  /// loop: once for each address that answers, and once at the end.
  Result<void> start();

  const SweepFigures& figures() const { return figures_; }
  bool answered(const Address& address) const { return answered_.contains(address); }
  const AddressRanges& addresses() const { return options_.addresses; }

  /// Why the last request that failed could not be sent; empty when all were: "no route to
  /// 10.9.9.9: ...".
  const std::string& send_failure() const { return send_failure_; }

 private:
  struct AddressHash {
    std::size_t operator()(const Address& address) const;
  };
  struct Lane {
    std::unique_ptr<EchoSocket> socket;
    OutstandingRequests requests;
    std::vector<Outgoing> outgoing;
    MonoTime last_read{};
  };

  void wait();
  void tick();
  void receive(Lane& lane);
  void handle_packet(Lane& lane, const Incoming& packet, const Arrival& arrival);
  void expire(Lane& lane, MonoTime now);
  void send_due(Moment now);
  bool prepare(const Address& address, MonoTime now);
  void send(Lane& lane);
  bool outstanding() const;
  void count_left();

  SweepOptions options_;
  OnAnswer on_answer_;
  OnEnd on_end_;
  asio::steady_timer timer_;
  NonceSource nonces_;
  TokenBucket allowance_;  // requests that may leave now
  std::array<Lane, kFamilyCount> lanes_;
  std::vector<Incoming> incoming_;
  std::unordered_set<Address, AddressHash> answered_;
  SweepFigures figures_;
  std::string send_failure_;
  Lifetime lifetime_;
};

}  // namespace commune::icmp
