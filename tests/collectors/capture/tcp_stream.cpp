#include "tests/collectors/capture/tcp_stream.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace commune::capture {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

constexpr std::uint32_t kSegment = 1'400;
constexpr microseconds kDelayedAck = 40ms;
constexpr std::uint32_t kReceiverSequence = 7'000;

struct Passing {
  PacketTime here;
  std::uint32_t offset;  ///< Position of its first byte in the stream.
  bool arrives;
};

class Stream {
 public:
  Stream(const StreamTraits& traits, PacketTime start) : traits_(traits), start_(start) {}

  std::vector<TimedPacket> make() {
    shake_hands();
    send_bursts();
    receive();
    std::stable_sort(packets_.begin(), packets_.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    return std::move(packets_);
  }

 private:
  std::uint32_t clock(PacketTime time) const {
    return static_cast<std::uint32_t>((time - start_) / 1ms) + 1'000;
  }

  void emit(PacketTime here, bool by_sender, TcpWords words) {
    const char* user = traits_.ipv6 ? kUserV6 : kUser;
    const char* server = traits_.ipv6 ? kServerV6 : kServer;
    const bool by_user = by_sender == traits_.from_user;
    words.source = by_user ? traits_.port : std::uint16_t{443};
    words.destination = by_user ? std::uint16_t{443} : traits_.port;
    words.timestamped = traits_.timestamps;
    packets_.push_back(
        {here, ip_packet(by_user ? user : server, by_user ? server : user, kTcp, tcp(words))});
  }

  TcpWords from_sender(std::uint32_t offset, PacketTime here) {
    TcpWords words;
    words.sequence = traits_.first_sequence + offset;
    words.acknowledged = kReceiverSequence + 1;
    words.value = clock(here - traits_.other_side / 2);
    words.ack = true;
    return words;
  }
  TcpWords from_receiver(std::uint32_t acknowledged, PacketTime sent) {
    TcpWords words;
    words.sequence = kReceiverSequence + 1;
    words.acknowledged = traits_.first_sequence + acknowledged;
    words.value = clock(sent) + 500'000;
    words.echo = recent_;
    words.ack = true;
    return words;
  }

  // The user always opens the connection.
  void shake_hands() {
    const auto to_server = traits_.from_user ? traits_.round_trip : traits_.other_side;
    const auto to_user = traits_.from_user ? traits_.other_side : traits_.round_trip;
    TcpWords open;
    open.sequence = traits_.from_user ? traits_.first_sequence - 1 : kReceiverSequence;
    open.syn = true;
    open.value = 900;
    emit(start_, traits_.from_user, open);
    TcpWords answer = open;
    answer.sequence = traits_.from_user ? kReceiverSequence : traits_.first_sequence - 1;
    answer.acknowledged = open.sequence + 1;
    answer.ack = true;
    answer.value = 901;
    answer.echo = 900;
    emit(start_ + to_server, !traits_.from_user, answer);
    TcpWords last;
    last.sequence = open.sequence + 1;
    last.acknowledged = answer.sequence + 1;
    last.ack = true;
    last.value = 950;
    last.echo = 901;
    emit(start_ + to_server + to_user, traits_.from_user, last);
  }

  void send_bursts() {
    PacketTime here = start_ + 1s;
    int in_burst = 0, burst = 1;
    for (int i = 0; i < traits_.segments; ++i) {
      const auto is_due = [&](int every) { return every > 0 && i % every == every - 1; };
      const auto offset = static_cast<std::uint32_t>(i) * kSegment;
      const microseconds repair = traits_.other_side + traits_.round_trip + 20ms;
      if (is_due(traits_.lose_every)) {
        pass(here, offset, false);
        pass(here + repair, offset, true);
      } else if (is_due(traits_.lose_before)) {
        pass(here + repair, offset, true);
      } else if (is_due(traits_.reorder_every)) {
        pass(here + 350us, offset, true);
      } else {
        pass(here, offset, true);
      }
      here += 200us;
      if (++in_burst < burst) continue;
      in_burst = 0;
      burst = burst % 7 + 1;
      here += 150ms;
    }
  }

  void pass(PacketTime here, std::uint32_t offset, bool arrives) {
    TcpWords words = from_sender(offset, here);
    words.payload = kSegment;
    emit(here, true, words);
    passing_.push_back({here, offset, arrives});
  }

  void receive() {
    std::stable_sort(passing_.begin(), passing_.end(),
                     [](const Passing& a, const Passing& b) { return a.here < b.here; });
    for (const Passing& each : passing_) {
      if (!each.arrives) continue;
      const PacketTime now = each.here + traits_.round_trip / 2;
      if (held_since_ && now > *held_since_ + kDelayedAck) acknowledge(*held_since_ + kDelayedAck);
      deliver(each, now);
    }
    if (held_since_) acknowledge(*held_since_ + kDelayedAck);
  }

  void deliver(const Passing& segment, PacketTime now) {
    const std::uint32_t value = clock(segment.here - traits_.other_side / 2);
    // RFC 7323 4.3: the echo is of the segment that covers what was acknowledged last.
    if (segment.offset <= acknowledged_) recent_ = value;
    if (segment.offset != next_) {
      if (segment.offset > next_) waiting_[segment.offset] = value;
      return acknowledge(now);
    }
    next_ += kSegment;
    const bool fills_gap = !waiting_.empty();
    for (auto at = waiting_.begin(); at != waiting_.end() && at->first == next_;
         at = waiting_.erase(at))
      next_ += kSegment;
    const bool second = next_ - acknowledged_ >= 2 * kSegment;
    if (!traits_.delayed_acks || second || fills_gap) return acknowledge(now);
    held_since_ = now;
  }

  void acknowledge(PacketTime now) {
    held_since_.reset();
    acknowledged_ = next_;
    emit(now + traits_.round_trip / 2, false, from_receiver(next_, now));
  }

  const StreamTraits traits_;
  const PacketTime start_;
  std::vector<TimedPacket> packets_;
  std::vector<Passing> passing_;
  std::uint32_t next_ = 0, acknowledged_ = 0, recent_ = 0;
  std::map<std::uint32_t, std::uint32_t> waiting_;
  std::optional<PacketTime> held_since_;
};

}  // namespace

std::vector<TimedPacket> make_stream(const StreamTraits& traits, PacketTime start) {
  return Stream(traits, start).make();
}

}  // namespace commune::capture
