#include "collectors/capture/capture_collector.hpp"

#include <exception>
#include <optional>
#include <utility>

#include "collectors/capture/capture_worker.hpp"
#include "core/runtime/mutex.hpp"
#include "core/runtime/worker_thread.hpp"

namespace commune::capture {
namespace {

constexpr std::chrono::seconds kPublish{1};

}  // namespace

/// A thread for each interface that captures, and one that publishes what they count once a second
/// while there are any.
class CaptureCollector::Work {
 public:
  Work(Options options, Sink& sink, std::shared_ptr<WorkRecord> record)
      : options_(std::move(options)), sink_(sink), record_(std::move(record)) {}
  ~Work() { stop(); }
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  void start() {
    const MutexLock one_at_a_time(changing_);
    started_ = true;
    use_options();
  }

  void replace(Options options) {
    const MutexLock one_at_a_time(changing_);
    options_ = std::move(options);
    if (started_) use_options();
  }

  void stop();

 private:
  using Workers = std::vector<std::unique_ptr<CaptureWorker>>;

  std::unique_ptr<CaptureWorker> worker_for(const Interface& wanted,
                                            std::unique_ptr<CaptureWorker> known) const;
  void use_options() REQUIRES(changing_) EXCLUDES(mutex_);
  void publish_until_stopped() EXCLUDES(mutex_);
  void publish() REQUIRES(mutex_);

  Mutex changing_;  ///< One start, stop or replacement at a time.
  Options options_ GUARDED_BY(changing_);
  bool started_ GUARDED_BY(changing_) = false;
  Sink& sink_;
  const std::shared_ptr<WorkRecord> record_;
  const HashKey key_ = HashKey::random();
  Mutex mutex_;
  ConditionVariable wake_;
  Workers workers_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  WorkerThread publisher_;
};

// An interface whose options changed ends before it begins again, so that no packet is counted
// twice; nothing is published meanwhile.
void CaptureCollector::Work::use_options() {
  const MutexLock lock(mutex_);
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
    try {
      fresh.push_back(worker_for(wanted, std::move(known)));
    } catch (const std::exception& error) {
      // No thread or descriptor is left for it: the others capture all the same.
      record_->count_failure();
      log_failure("capture " + wanted.id + ": cannot start", error.what());
    }
  }
  const bool any = !fresh.empty() || !old.empty();
  workers_ = std::move(fresh);
  if (any && !publisher_.running())
    publisher_.start("capture-publish", record_, [this] { publish_until_stopped(); });
  wake_.notify_all();
}

std::unique_ptr<CaptureWorker> CaptureCollector::Work::worker_for(
    const Interface& wanted, std::unique_ptr<CaptureWorker> known) const {
  std::optional<InterfaceStatus> before;
  if (known) before = CaptureWorker::stop_and_report(std::move(known));
  return std::make_unique<CaptureWorker>(wanted, key_, before ? &*before : nullptr, record_);
}

void CaptureCollector::Work::stop() {
  const MutexLock one_at_a_time(changing_);
  started_ = false;
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  publisher_.stop();
  const MutexLock lock(mutex_);
  workers_.clear();
}

void CaptureCollector::Work::publish_until_stopped() {
  MutexLock lock(mutex_);
  while (!stopping_) {
    publish();
    // Without interfaces that one report was enough.
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

CaptureCollector::CaptureCollector(Options options, Sink& sink, std::shared_ptr<WorkRecord> record)
    : work_(std::make_unique<Work>(std::move(options), sink, std::move(record))) {}
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
