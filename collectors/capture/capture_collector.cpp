#include "collectors/capture/capture_collector.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "collectors/capture/capture_worker.hpp"
#include "core/runtime/log.hpp"

namespace commune::capture {
namespace {

constexpr std::chrono::seconds kPublish{1};

}  // namespace

/// The threads that capture, and one that tells of them once a second while there are any.
class CaptureCollector::Work {
 public:
  Work(Options options, Sink& sink) : options_(std::move(options)), sink_(sink) {}
  ~Work() { stop(); }

  void start() {
    const std::lock_guard one_at_a_time(changing_);
    started_ = true;
    take_up();
  }

  void replace(Options options) {
    const std::lock_guard one_at_a_time(changing_);
    options_ = std::move(options);
    if (started_) take_up();
  }

  void stop();

 private:
  using Workers = std::vector<std::unique_ptr<CaptureWorker>>;

  void take_up();
  void publish_until_stopped();
  void publish();

  Options options_;
  Sink& sink_;
  const HashKey key_ = HashKey::random();
  bool started_ = false;
  std::mutex changing_;  ///< One start, stop or replacement at a time.
  std::mutex mutex_;     ///< Of what follows.
  std::condition_variable wake_;
  Workers workers_;
  bool stopping_ = false;
  std::thread publisher_;
};

// An interface that is told anew ends before it begins again, so that nothing is counted twice;
// until then nothing is published.
void CaptureCollector::Work::take_up() {
  const std::lock_guard lock(mutex_);
  Workers old = std::exchange(workers_, {});
  Workers fresh;
  for (const Interface& wanted : options_.interfaces) {
    std::unique_ptr<CaptureWorker> known;
    for (auto& each : old)
      if (each && each->interface().id == wanted.id) known = std::move(each);
    if (known && known->interface() == wanted) {
      fresh.push_back(std::move(known));
      continue;
    }
    std::unique_ptr<InterfaceStatus> before;
    if (known)
      before = std::make_unique<InterfaceStatus>(CaptureWorker::stop_and_report(std::move(known)));
    fresh.push_back(std::make_unique<CaptureWorker>(wanted, key_, before.get()));
  }
  const bool any = !fresh.empty() || !old.empty();
  workers_ = std::move(fresh);
  if (any && !publisher_.joinable()) publisher_ = std::thread([this] { publish_until_stopped(); });
  wake_.notify_all();
}

void CaptureCollector::Work::stop() {
  const std::lock_guard one_at_a_time(changing_);
  started_ = false;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (publisher_.joinable()) publisher_.join();
  workers_.clear();
}

void CaptureCollector::Work::publish_until_stopped() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    try {
      publish();
    } catch (const std::exception& error) {
      spdlog::error("capture: {}", error.what());
    }
    // Of no interface there is nothing more to say than that once.
    if (workers_.empty())
      wake_.wait(lock);
    else
      wake_.wait_for(lock, kPublish);
  }
}

void CaptureCollector::Work::publish() {
  std::vector<InterfaceStatus> all;
  for (const auto& worker : workers_)
    all.push_back(worker->status());
  sink_.publish(std::make_shared<const DeviceReadings>(capture_readings(all, now(), kPublish)));
}

CaptureCollector::CaptureCollector(Options options, Sink& sink)
    : work_(std::make_unique<Work>(std::move(options), sink)) {}
CaptureCollector::~CaptureCollector() = default;

void CaptureCollector::start() {
  work_->start();
}
void CaptureCollector::stop() {
  work_->stop();
}
void CaptureCollector::replace(Options options) {
  work_->replace(std::move(options));
}

}  // namespace commune::capture
