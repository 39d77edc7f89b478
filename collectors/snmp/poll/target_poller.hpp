// Polls one target periodically: resolves its name, keeps its session and memory, and its place in
// the interval.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "collectors/snmp/poll/device_poll.hpp"
#include "collectors/snmp/poll/poll_readings.hpp"
#include "collectors/snmp/poll/readers.hpp"
#include "collectors/snmp/poll/target.hpp"
#include "collectors/snmp/session/session_factory.hpp"
#include "collectors/snmp/traps/notification.hpp"
#include "collectors/snmp/traps/poll_trigger.hpp"
#include "core/model/sink.hpp"
#include "core/net/host_resolver.hpp"
#include "core/net/target_address.hpp"
#include "core/runtime/event_loop.hpp"
#include "core/runtime/lifetime.hpp"

#include <asio/steady_timer.hpp>

namespace commune::snmp {

/// Belongs to the SNMP loop's thread. Destroying it ends a poll in progress without a call to the
/// sink.
class TargetPoller {
 public:
  TargetPoller(EventLoop& loop, HostResolver& resolver, SessionFactory& sessions,
               std::shared_ptr<const ProfileReaders> readers, Target target, Sink& sink);

  /// Polls at the target's place in the interval counted from `epoch`, until destroyed.
  void run(MonoTime epoch);

  /// Polls now, once; not to be called during a poll.
  void poll();

  /// Polls at once (PollTrigger), or as soon as the poll in progress has ended.
  void poll_out_of_turn();

  /// Counts a notification of the device and polls it out of turn. Returns the kind by the device's
  /// profile.
  TrapKind handle_notification(const Notification& notification);

  const Target& target() const { return target_; }

  /// Empty until the target's name was resolved once.
  const std::optional<Address>& address() const { return address_.current(); }

  /// Called whenever a look-up has ended.
  void on_look_up(std::function<void()> looked_up) { looked_up_ = std::move(looked_up); }

  /// New profiles: the device is recognised again at the next poll.
  void use(std::shared_ptr<const ProfileReaders> readers);

 private:
  void schedule();
  const Profile& profile() const;
  void look_up();
  void begin();
  void finish_poll(const PollResult& result);
  /// Ends a poll that an exception broke off.
  void watch();
  void abandon(std::string why);
  void fail(std::string failure);

  EventLoop& loop_;
  HostResolver& resolver_;
  SessionFactory& sessions_;
  std::shared_ptr<const ProfileReaders> readers_;
  std::shared_ptr<const ProfileReaders> next_readers_;  // used from the next poll on
  std::shared_ptr<const Readers> families_;             // the poll in progress chooses from these
  Target target_;
  Sink& sink_;
  MonoTime epoch_;
  Moment started_;
  asio::steady_timer timer_;
  PollTrigger trigger_;
  bool polling_ = false;  // from poll() until the sink has its readings
  std::function<void()> looked_up_;
  TargetAddress address_;
  std::optional<Address> session_address_;
  PollHistory history_;
  DeviceMemory memory_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<DevicePoll> poll_;
  Lifetime lifetime_;
};

}  // namespace commune::snmp
