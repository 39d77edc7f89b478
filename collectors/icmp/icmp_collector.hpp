// Pings targets and turns the answers into readings. Everything happens in one tick, at most every
// 50 ms: read both sockets, close what is overdue, send what is due. Replies wait for the tick, as
// the kernel has noted when they came: a thousand targets cost twenty wake-ups a second, not
// thousands.
#pragma once

#include <array>
#include <memory>
#include <queue>
#include <unordered_map>
#include <vector>

#include "collectors/icmp/options.hpp"
#include "collectors/icmp/outstanding_requests.hpp"
#include "collectors/icmp/target_record.hpp"
#include "core/model/sink.hpp"
#include "core/net/host_resolver.hpp"
#include "core/net/icmp/echo_socket.hpp"
#include "core/net/icmp/nonce_source.hpp"
#include "core/net/target_address.hpp"
#include "core/runtime/event_loop.hpp"

namespace commune::icmp {

/// Lives on the loop's thread: start(), stop() and replace() are called there, or while the loop
/// does not run. Sink and loop outlive it. Without permission to open sockets it runs on and
/// reports the reason in the readings of the targets concerned.
class IcmpCollector {
 public:
  IcmpCollector(Options options, Sink& sink, EventLoop& loop,
                std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>());
  ~IcmpCollector();

  void start();
  void stop();

  /// For a reload. A target whose device and address are as before keeps its counts, its
  /// histogram, its last answer and its place in the interval.
  void replace(Options options);

  /// Pings a target a few times in quick succession, in addition to its usual pings, after a sign
  /// of trouble. Does nothing for a device that is not pinged. Thread-safe; not to be called during
  /// or after stop().
  void ping_now(const DeviceId& device);

 private:
  struct Entry {
    Target target;
    TargetAddress address;
    TargetRecord record;
  };
  struct Due {
    MonoTime at;
    TargetId target;
    bool extra = false;  ///< Part of a burst: the next ping is not scheduled by it.

    friend bool operator>(const Due& a, const Due& b) { return a.at > b.at; }
  };
  /// One address family: its socket and the requests that were sent through it.
  struct Lane {
    std::unique_ptr<EchoSocket> socket;
    int open_error = 0;   ///< Why there is no socket.
    bool logged = false;  ///< The missing socket was logged.
    OutstandingRequests requests;
    std::vector<Outgoing> outgoing;
    std::vector<TargetId> outgoing_targets;  ///< Targets of `outgoing`, in the same order.
    MonoTime last_read{};
  };

  void open_sockets();
  void schedule_all(MonoTime now);
  void schedule_burst(const DeviceId& device, MonoTime now);
  void wake_at_next(MonoTime now);
  void tick();
  void work(Moment now);

  void receive(Lane& lane, Moment now);
  void handle_packet(Lane& lane, const Incoming& packet, const Arrival& arrival, Moment now);
  void refuse(Refusal reason);
  void expire(Lane& lane, Moment now);
  void send_due(Moment now);
  void prepare(TargetId id, Entry& entry, Moment now);
  void send(Lane& lane, Moment now);
  void look_up(TargetId id, Entry& entry, MonoTime now);

  void publish(const Entry& entry, Moment now);
  void publish_unmeasured(Entry& entry, std::string failure, Moment now);
  void publish_own(Moment now);
  Entry* find(TargetId id);

  Sink& sink_;
  const std::shared_ptr<WorkRecord> record_;
  EventLoop& loop_;
  asio::steady_timer timer_;
  NonceSource nonces_;
  HostResolver resolver_;
  std::array<Lane, kFamilyCount> lanes_;
  std::vector<Incoming> incoming_;

  std::unordered_map<TargetId, Entry> entries_;
  std::uint64_t last_target_id_ = 0;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  MonoTime epoch_{};

  std::array<std::uint64_t, kRefusalCount> refused_{};
  bool own_figures_changed_ = true;
  MonoTime own_figures_due_{};
  /// Reset by stop(): a queued timer handler checks it before it touches this object.
  std::shared_ptr<bool> running_;
};

}  // namespace commune::icmp
