#include "collectors/service/service_collector.hpp"

#include <algorithm>
#include <deque>
#include <exception>
#include <utility>
#include <vector>

#include "collectors/service/probe_record.hpp"
#include "collectors/service/round.hpp"
#include "collectors/service/transfer.hpp"
#include "core/runtime/event_loop.hpp"
#include "core/runtime/lifetime.hpp"

#include <fmt/format.h>

namespace commune::service {
namespace {

constexpr std::size_t kMostAtOnce = 16;
constexpr Milliseconds kPublishEvery{200};

}  // namespace

/// The probes on their loop. All but the constructor and stop() belongs to the loop's thread.
class ServiceCollector::Work {
 public:
  Work(Sink& sink, std::shared_ptr<WorkRecord> record)
      : sink_(sink),
        loop_(std::move(record)),
        epoch_(now().mono),
        publish_timer_(loop_.context()) {}
  ~Work() { stop(); }

  void start() { loop_.start_thread("service"); }
  void stop() { loop_.stop(); }
  void use_options(Options options) {
    loop_.post([this, options = std::move(options)]() mutable { replace(std::move(options)); });
  }

 private:
  struct Asked {
    Asked(Probe probe, EventLoop& loop) : record(std::move(probe)), timer(loop.context()) {}

    ProbeRecord record;
    asio::steady_timer timer;
    std::unique_ptr<Round> round;
    Lifetime lifetime;
  };

  void replace(Options options);
  void schedule(Asked& asked);
  void due(Asked& asked);
  void start_round_of(Asked& asked);
  void start_waiting();
  void ended(Asked& asked, Outcome outcome);
  void publish_soon();
  void publish();

  Sink& sink_;
  EventLoop loop_;
  MonoTime epoch_;
  TransferLoop transfers_{loop_};
  std::vector<std::unique_ptr<Asked>> probes_;  ///< In the order of the configuration.
  std::deque<Asked*> waiting_;
  std::size_t running_ = 0;
  asio::steady_timer publish_timer_;
  bool will_publish_ = false;
};

void ServiceCollector::Work::replace(Options options) {
  auto before = std::exchange(probes_, {});
  for (Probe& probe : options.probes) {
    const auto same = std::find_if(before.begin(), before.end(), [&](const auto& asked) {
      return asked && asks_the_same(asked->record.probe(), probe);
    });
    if (same != before.end()) {
      (*same)->record.describe_as(std::move(probe));
      probes_.push_back(std::move(*same));
    } else {
      probes_.push_back(std::make_unique<Asked>(std::move(probe), loop_));
      schedule(*probes_.back());
    }
  }
  for (const auto& gone : before) {
    if (!gone) continue;
    std::erase(waiting_, gone.get());
    if (gone->round) --running_;
  }
  before.clear();
  start_waiting();
  publish();
}

void ServiceCollector::Work::schedule(Asked& asked) {
  asked.timer.expires_at(asked.record.next_round(epoch_, now().mono));
  asked.timer.async_wait(asked.lifetime.guard([this, &asked](std::error_code error) {
    if (!error) due(asked);
  }));
}

void ServiceCollector::Work::due(Asked& asked) {
  if (running_ < kMostAtOnce) return start_round_of(asked);
  waiting_.push_back(&asked);
}

void ServiceCollector::Work::start_round_of(Asked& asked) {
  ++running_;
  const auto done = [this, &asked](Outcome outcome) { ended(asked, std::move(outcome)); };
  try {
    asked.round = start_round(asked.record.probe(), loop_, transfers_, done);
  } catch (const std::exception& error) {
    // Without memory or descriptors this round fails; later ones may succeed.
    Outcome outcome;
    outcome.failure = Failure{Reason::connect, fmt::format("could not be asked: {}", error.what())};
    ended(asked, std::move(outcome));
  }
}

void ServiceCollector::Work::start_waiting() {
  while (running_ < kMostAtOnce && !waiting_.empty()) {
    Asked& next = *waiting_.front();
    waiting_.pop_front();
    start_round_of(next);
  }
}

void ServiceCollector::Work::ended(Asked& asked, Outcome outcome) {
  asked.round.reset();
  --running_;
  asked.record.ended(std::move(outcome), now().mono);
  schedule(asked);
  start_waiting();
  publish_soon();
}

// Publishes rounds that end together in one message.
void ServiceCollector::Work::publish_soon() {
  if (std::exchange(will_publish_, true)) return;
  publish_timer_.expires_after(kPublishEvery);
  publish_timer_.async_wait([this](std::error_code error) {
    will_publish_ = false;
    if (!error) publish();
  });
}

void ServiceCollector::Work::publish() {
  auto readings = std::make_shared<DeviceReadings>();
  readings->source = Source::service;
  readings->taken = now();
  readings->answered = true;
  readings->last_answer = readings->taken;
  for (const auto& asked : probes_) {
    readings->interval = std::max(readings->interval, asked->record.probe().interval);
    asked->record.write(*readings);
  }
  sink_.publish(std::move(readings));
}

ServiceCollector::ServiceCollector(Options options, Sink& sink, std::shared_ptr<WorkRecord> record)
    : sink_(sink), record_(std::move(record)), options_(std::move(options)) {}

ServiceCollector::~ServiceCollector() {
  stop();
}

void ServiceCollector::start() {
  const MutexLock lock(mutex_);
  running_ = true;
  use_options(std::exchange(options_, {}));
}

void ServiceCollector::stop() {
  const MutexLock lock(mutex_);
  running_ = false;
  work_.reset();
}

void ServiceCollector::replace(Options options) {
  const MutexLock lock(mutex_);
  if (running_)
    use_options(std::move(options));
  else
    options_ = std::move(options);
}

void ServiceCollector::use_options(Options options) {
  if (!work_) {
    if (options.probes.empty()) return;
    work_ = std::make_unique<Work>(sink_, record_);
    work_->start();
  }
  work_->use_options(std::move(options));
}

}  // namespace commune::service
