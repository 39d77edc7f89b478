#include "collectors/snmp/snmp_collector.hpp"

#include <algorithm>
#include <future>
#include <unordered_map>
#include <utility>
#include <vector>

#include "collectors/snmp/target_poller.hpp"
#include "core/runtime/event_loop.hpp"

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

}  // namespace

/// The thread's side: everything in it but `events` belongs to the loop's thread.
class SnmpCollector::Loop {
 public:
  Loop(std::vector<Target> targets, std::shared_ptr<ProfileReaders> readers, Sink& sink)
      : targets_(std::move(targets)), readers_(std::move(readers)), sink_(sink) {}

  ~Loop() { stop(); }

  void start() {
    events_.post([this] {
      resolver_ = std::make_unique<HostResolver>(events_);
      sessions_ = std::make_unique<SessionFactory>(events_.context());
      epoch_ = now().mono;
      take_up(std::move(targets_));
    });
    events_.start_thread("snmp");
    running_ = true;
  }

  void stop() {
    if (!std::exchange(running_, false)) return;
    // net-snmp's sessions are closed by the thread that opened them.
    std::promise<void> closed;
    events_.post([this, &closed] {
      pollers_.clear();
      sessions_.reset();
      resolver_.reset();
      closed.set_value();
    });
    closed.get_future().wait();
    events_.stop();
  }

  void replace(std::vector<Target> targets, std::shared_ptr<ProfileReaders> readers) {
    events_.post([this, targets = std::move(targets), readers = std::move(readers)]() mutable {
      readers_ = std::move(readers);
      take_up(std::move(targets));
    });
  }

 private:
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
  }

  EventLoop events_;
  bool running_ = false;
  std::vector<Target> targets_;
  std::shared_ptr<ProfileReaders> readers_;
  Sink& sink_;
  MonoTime epoch_;
  std::unique_ptr<HostResolver> resolver_;
  std::unique_ptr<SessionFactory> sessions_;
  std::unordered_map<DeviceId, std::unique_ptr<TargetPoller>> pollers_;
};

Result<std::unique_ptr<SnmpCollector>> SnmpCollector::make(Options options, Sink& sink) {
  auto readers = readers_for(options);
  if (!readers) return tl::unexpected(readers.error());
  auto loop = std::make_unique<Loop>(std::move(options.targets), std::move(*readers), sink);
  return std::unique_ptr<SnmpCollector>(new SnmpCollector(std::move(loop)));
}

SnmpCollector::SnmpCollector(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
SnmpCollector::~SnmpCollector() = default;

void SnmpCollector::start() {
  loop_->start();
}
void SnmpCollector::stop() {
  loop_->stop();
}

Result<void> SnmpCollector::replace(Options options) {
  auto readers = readers_for(options);
  if (!readers) return tl::unexpected(readers.error());
  loop_->replace(std::move(options.targets), std::move(*readers));
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
    void take(DeviceReadingsPtr readings) override {
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
