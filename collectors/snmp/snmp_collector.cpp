#include "collectors/snmp/snmp_collector.hpp"

#include <algorithm>
#include <future>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "collectors/snmp/poll/target_poller.hpp"
#include "collectors/snmp/traps/interval_gate.hpp"
#include "collectors/snmp/traps/trap_listener.hpp"
#include "core/runtime/event_loop.hpp"
#include "core/runtime/log.hpp"

namespace commune::snmp {
namespace {

Result<std::shared_ptr<ProfileReaders>> readers_for(const Options& options) {
  auto readers = ProfileReaders::make(options.profiles);
  if (!readers) return readers;
  for (const Target& target : options.targets)
    if (target.profile != "auto" && !(*readers)->has(target.profile))
      return commune::fail("device " + target.device.value, "there is no profile \"{}\"",
                           target.profile);
  return readers;
}

// Without its file the engine must be a new one: its boots begin with 1, which an old engine's must
// not do again (RFC 3414, 2.2.2).
LocalEngine our_engine(const TrapOptions& options) {
  auto engine = boot_engine(options.engine_file);
  if (engine) return *engine;
  spdlog::warn(
      "traps: {}. Until the next start the SNMPv3 engine id is a new one: devices that send "
      "informs "
      "to a fixed engine id are not understood",
      engine.error().message());
  return new_engine();
}

}  // namespace

/// The thread's side: everything in it but `events` belongs to the loop's thread.
class SnmpCollector::Loop {
 public:
  Loop(std::vector<Target> targets, std::shared_ptr<ProfileReaders> readers, TrapOptions traps,
       Sink& sink, OnTrap on_trap, std::shared_ptr<WorkRecord> record)
      : events_(std::move(record)),
        targets_(std::move(targets)),
        readers_(std::move(readers)),
        traps_(std::move(traps)),
        sink_(sink),
        on_trap_(std::move(on_trap)) {}

  ~Loop() { stop(); }

  void start() {
    const LocalEngine engine = traps_.enabled() ? our_engine(traps_) : LocalEngine();
    std::promise<void> listening;
    const auto listens = listening.get_future();
    events_.post([this, engine, listening = std::move(listening)]() mutable {
      resolver_ = std::make_unique<HostResolver>(events_);
      sessions_ = std::make_unique<SessionFactory>(events_.context());
      if (traps_.enabled()) listen_for_traps(engine);
      listening.set_value();
      epoch_ = now().mono;
      take_up(std::move(targets_));
    });
    events_.start_thread("snmp");
    running_ = true;
    // A trap may be sent as soon as the agent reports that it is ready.
    listens.wait();
  }

  void stop() {
    if (!std::exchange(running_, false)) return;
    // net-snmp's sessions are closed by the thread that opened them.
    std::promise<void> closed;
    events_.post([this, &closed] {
      pollers_.clear();
      listener_.reset();
      sessions_.reset();
      resolver_.reset();
      closed.set_value();
    });
    closed.get_future().wait();
    events_.stop();
  }

  void poll_now(const DeviceId& device) {
    events_.post([this, device] {
      const auto found = pollers_.find(device);
      if (found != pollers_.end()) found->second->poll_out_of_turn();
    });
  }

  void replace(std::vector<Target> targets, std::shared_ptr<ProfileReaders> readers,
               std::string trap_community) {
    events_.post([this, targets = std::move(targets), readers = std::move(readers),
                  community = std::move(trap_community)]() mutable {
      readers_ = std::move(readers);
      if (listener_) listener_->use_community(std::move(community));
      take_up(std::move(targets));
    });
  }

 private:
  void listen_for_traps(const LocalEngine& engine) {
    listener_ = std::make_unique<TrapListener>(
        events_, *sessions_, engine, sink_,
        [this](const DeviceId& device, const Notification& notification) {
          return handle_notification(device, notification);
        });
    listener_->start(traps_);
  }

  TrapKind handle_notification(const DeviceId& device, const Notification& notification) {
    const auto found = pollers_.find(device);
    if (found == pollers_.end()) return TrapKind::other;
    const TrapKind kind = found->second->handle_notification(notification);
    IntervalGate& gate = trap_gates_.try_emplace(device, PollTrigger::kEvery).first->second;
    if (on_trap_ && gate.lets_through(now().mono)) on_trap_(device);
    return kind;
  }

  // Keeps the listener's senders and their addresses up to date.
  void update_listener() {
    if (!listener_) return;
    std::set<DeviceId> devices;
    for (const auto& [device, poller] : pollers_)
      devices.insert(device);
    listener_->keep_only(devices);
    std::erase_if(trap_gates_, [&](const auto& entry) { return !devices.contains(entry.first); });
    for (const auto& [device, poller] : pollers_) {
      const auto update = [this, &poller = *poller] {
        const Target& target = poller.target();
        listener_->senders().put(target.device, target.credentials, poller.address());
      };
      update();
      poller->on_look_up(update);
    }
  }

  void take_up(std::vector<Target> targets) {
    auto before = std::exchange(pollers_, {});
    std::erase_if(before, [&](const auto& entry) {
      return std::none_of(targets.begin(), targets.end(),
                          [&](const Target& target) { return target == entry.second->target(); });
    });
    for (auto& target : targets) {
      const DeviceId device = target.device;
      auto known = before.find(device);
      if (known != before.end()) {
        known->second->use(readers_);
        pollers_[device] = std::move(known->second);
        continue;
      }
      auto poller = std::make_unique<TargetPoller>(events_, *resolver_, *sessions_, readers_,
                                                   std::move(target), sink_);
      poller->run(epoch_);
      pollers_[device] = std::move(poller);
    }
    update_listener();
  }

  EventLoop events_;
  bool running_ = false;
  std::vector<Target> targets_;
  std::shared_ptr<ProfileReaders> readers_;
  TrapOptions traps_;
  Sink& sink_;
  OnTrap on_trap_;
  MonoTime epoch_;
  std::unique_ptr<HostResolver> resolver_;
  std::unique_ptr<SessionFactory> sessions_;
  std::unique_ptr<TrapListener> listener_;  // empty where traps are not listened for
  std::unordered_map<DeviceId, IntervalGate> trap_gates_;
  std::unordered_map<DeviceId, std::unique_ptr<TargetPoller>> pollers_;
};

Result<std::unique_ptr<SnmpCollector>> SnmpCollector::make(Options options, Sink& sink,
                                                           OnTrap on_trap,
                                                           std::shared_ptr<WorkRecord> record) {
  auto readers = readers_for(options);
  if (!readers) return tl::unexpected(readers.error());
  auto loop =
      std::make_unique<Loop>(std::move(options.targets), std::move(*readers),
                             std::move(options.traps), sink, std::move(on_trap), std::move(record));
  return std::unique_ptr<SnmpCollector>(new SnmpCollector(std::move(loop)));
}

Result<void> SnmpCollector::check(const Options& options) {
  return readers_for(options).map([](const auto&) {});
}

SnmpCollector::SnmpCollector(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
SnmpCollector::~SnmpCollector() = default;

void SnmpCollector::start() {
  loop_->start();
}
void SnmpCollector::stop() {
  loop_->stop();
}

void SnmpCollector::poll_now(const DeviceId& device) {
  loop_->poll_now(device);
}

Result<void> SnmpCollector::replace(Options options) {
  auto readers = readers_for(options);
  if (!readers) return tl::unexpected(readers.error());
  loop_->replace(std::move(options.targets), std::move(*readers),
                 std::move(options.traps.community));
  return {};
}

Result<DeviceReadings> poll_once(const Target& target, std::vector<ProfilePtr> profiles) {
  Options options;
  options.targets = {target};
  options.profiles = std::move(profiles);
  auto readers = readers_for(options);
  if (!readers) return tl::unexpected(readers.error());

  class Keep final : public Sink {
   public:
    explicit Keep(EventLoop& loop) : loop_(loop) {}
    void publish(DeviceReadingsPtr readings) override {
      kept = std::move(readings);
      loop_.context().stop();
    }
    DeviceReadingsPtr kept;

   private:
    EventLoop& loop_;
  };
  EventLoop loop;
  Keep sink(loop);
  HostResolver resolver(loop);
  SessionFactory sessions(loop.context());
  TargetPoller poller(loop, resolver, sessions, *readers, target, sink);
  loop.post([&poller] { poller.poll(); });
  loop.run();
  return *sink.kept;
}

}  // namespace commune::snmp
