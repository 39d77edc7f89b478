// The echo requests that wait for a reply. A reply is accepted when sequence, nonce and address
// match a request, in time and once. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <string_view>
#include <vector>

#include "collectors/icmp/round_trip.hpp"
#include "core/model/time.hpp"
#include "core/net/icmp/echo_packet.hpp"

#include <tl/expected.hpp>

namespace commune::icmp {

/// Identifies a target as long as it is configured; never reused for another one.
enum class TargetId : std::uint64_t {};

struct SentRequest {
  TargetId target{};
  Address destination;
  Nonce nonce{};
  Moment sent;
  Milliseconds timeout{0};
};

/// Why a packet that claimed to answer was not counted.
enum class Refusal : std::uint8_t {
  forged,         ///< Known sequence, wrong nonce.
  unknown,        ///< No request of that sequence, or one forgotten long ago.
  duplicate,      ///< The request was answered before.
  late,           ///< After the timeout.
  other_address,  ///< From (or about) another address than was asked.
};
inline constexpr std::size_t kRefusalCount = 5;

/// The value of the label `reason`.
std::string_view to_string(Refusal refusal);

struct Answer {
  TargetId target{};
  std::chrono::nanoseconds round_trip{0};
};

/// One for each socket, as each socket has its own sequence numbers. One thread at a time. A
/// request is remembered for 10 s after it is over (as far as 65536 sequence numbers reach), to
/// distinguish late and repeated replies from forged ones.
class OutstandingRequests {
 public:
  OutstandingRequests();

  /// A sequence number that no outstanding request has; empty when all are taken. It is held until
  /// sent() or release().
  std::optional<std::uint16_t> reserve(MonoTime now);
  void release(std::uint16_t sequence);
  void sent(std::uint16_t sequence, const SentRequest& request);

  /// Closes the request that `reply` answers.
  tl::expected<Answer, Refusal> reply(const Echo& reply, const Address& from,
                                      const Arrival& arrival);

  /// Closes the request that `error` is about. A quote too short to hold the nonce is accepted: RFC
  /// 792 asks routers for no more than eight bytes.
  tl::expected<TargetId, Refusal> failed(const RequestError& error);

  /// Closes one request whose time is up at `now`; empty when there is none left. Call again until
  /// it is empty.
  std::optional<SentRequest> expire(MonoTime now);

  std::size_t outstanding() const { return outstanding_; }

 private:
  enum class State : std::uint8_t { free, reserved, outstanding, answered, expired };
  struct Slot {
    SentRequest request;
    std::uint16_t sequence = 0;
    State state = State::free;
  };
  struct Deadline {
    MonoTime at;
    std::uint16_t sequence;

    friend bool operator>(const Deadline& a, const Deadline& b) { return a.at > b.at; }
  };

  Slot& slot(std::uint16_t sequence) { return slots_[sequence & (slots_.size() - 1)]; }
  static bool in_use(const Slot& slot);
  static bool reusable(const Slot& slot, MonoTime now);
  tl::expected<Slot*, Refusal> match(const Echo& echo, const Address& peer);
  void grow();

  std::vector<Slot> slots_;  ///< A power of two; a request lies at its sequence modulo the size.
  std::uint16_t next_sequence_ = 0;
  std::size_t outstanding_ = 0;
  std::priority_queue<Deadline, std::vector<Deadline>, std::greater<>> deadlines_;
};

}  // namespace commune::icmp
