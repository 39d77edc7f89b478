#include "collectors/throughput/throughput_collector.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <stdexcept>
#include <utility>

#include "collectors/throughput/record.hpp"
#include "collectors/throughput/schedule.hpp"
#include "collectors/throughput/test_run.hpp"
#include "core/runtime/log.hpp"
#include "core/runtime/mutex.hpp"
#include "core/runtime/worker_thread.hpp"

namespace commune::throughput {
namespace {

// Between two looks at the wall clock: it may be set, and days end.
constexpr Milliseconds kLongestSleep{60'000};

double mbit(double bytes_per_second) {
  return bytes_per_second * 8e-6;
}

std::string result_text(const Measured& measured) {
  std::string text;
  for (const Direction way : {Direction::download, Direction::upload}) {
    const auto at = static_cast<std::size_t>(way);
    if (!measured.rate[at]) continue;
    text += fmt::format("{} {:.2f} Mbit/s, ", to_string(way), mbit(*measured.rate[at]));
    if (measured.loaded_seconds[at])
      text += fmt::format("round trip {:.1f} ms, ", *measured.loaded_seconds[at] * 1e3);
  }
  if (measured.idle_seconds)
    text += fmt::format("idle round trip {:.1f} ms, ", *measured.idle_seconds * 1e3);
  return text + fmt::format("{:.1f} MB used", static_cast<double>(measured.used) * 1e-6);
}

void log_result(const SpeedTest& test, const Measured& measured) {
  if (measured.ending == Ending::done)
    spdlog::info("throughput: {}: done: {}", test.id, result_text(measured));
  else
    spdlog::warn("throughput: {}: {}: {}; {}", test.id, to_string(measured.ending), measured.why,
                 result_text(measured));
}

}  // namespace

class ThroughputCollector::Work {
 public:
  Work(Options options, Sink& sink, std::shared_ptr<WorkRecord> record)
      : options_(std::move(options)), sink_(sink), record_(std::move(record)) {}
  ~Work() { stop(); }
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  void start();
  void stop();
  void replace(Options options);

 private:
  struct Next {
    SpeedTest test;
    Start start;
  };

  void loop() EXCLUDES(mutex_);
  void work(std::uint64_t seen) EXCLUDES(mutex_);
  std::optional<Next> plan(const Options& options, const Account& account,
                           const Calendar& calendar);
  void run(const Next& next, const Options& options, const Calendar& calendar);
  void publish(const Options& options, const Account& account);
  void wait(Milliseconds duration, std::uint64_t seen) EXCLUDES(mutex_);
  void wait_for_run(Milliseconds duration) EXCLUDES(mutex_);
  /// Whether a run of this test is to end now.
  bool is_over_for(const SpeedTest& test) EXCLUDES(mutex_);
  void start_thread() REQUIRES(mutex_);

  Mutex mutex_;
  ConditionVariable changed_;
  Options options_ GUARDED_BY(mutex_);
  std::uint64_t version_ GUARDED_BY(mutex_) = 0;  ///< Version of the options.
  bool running_ GUARDED_BY(mutex_) = false;

  // The thread's alone.
  Sink& sink_;
  std::map<std::string, TestRecord> records_;
  std::map<std::string, Past> past_;
  std::map<std::string, double> chance_;  ///< Drawn again after each run.
  std::map<std::string, Appointment> appointments_;
  std::mt19937_64 random_{std::random_device{}()};
  KernelCounters counters_;

  std::shared_ptr<WorkRecord> record_;
  WorkerThread thread_;  ///< Last: it uses all of the above.
};

void ThroughputCollector::Work::start_thread() {
  if (running_ && !thread_.running() && !options_.tests.empty())
    thread_.start("throughput", record_, [this] { loop(); });
}

void ThroughputCollector::Work::start() {
  const MutexLock lock(mutex_);
  running_ = true;
  start_thread();
}

void ThroughputCollector::Work::stop() {
  {
    const MutexLock lock(mutex_);
    running_ = false;
  }
  changed_.notify_all();
  thread_.stop();
}

void ThroughputCollector::Work::replace(Options options) {
  {
    const MutexLock lock(mutex_);
    options_ = std::move(options);
    ++version_;
    start_thread();
  }
  changed_.notify_all();
}

void ThroughputCollector::Work::wait(Milliseconds duration, std::uint64_t seen) {
  const auto until = std::chrono::steady_clock::now() + duration;
  MutexLock lock(mutex_);
  while (running_ && version_ == seen && std::chrono::steady_clock::now() < until)
    changed_.wait_until(lock, until);
}

void ThroughputCollector::Work::wait_for_run(Milliseconds duration) {
  const auto until = std::chrono::steady_clock::now() + duration;
  MutexLock lock(mutex_);
  while (running_ && std::chrono::steady_clock::now() < until)
    changed_.wait_until(lock, until);
}

bool ThroughputCollector::Work::is_over_for(const SpeedTest& test) {
  const MutexLock lock(mutex_);
  return !running_ ||
         std::find(options_.tests.begin(), options_.tests.end(), test) == options_.tests.end();
}

void ThroughputCollector::Work::loop() {
  while (true) {
    std::uint64_t seen = 0;
    {
      const MutexLock lock(mutex_);
      if (!running_) return;
      seen = version_;
    }
    work(seen);
  }
}

void ThroughputCollector::Work::work(std::uint64_t seen) {
  Options options;
  {
    const MutexLock lock(mutex_);
    options = options_;
  }
  const auto calendar = Calendar::in(options.timezone);
  if (!calendar) throw std::runtime_error(calendar.error().message());
  const LedgerTime now = std::chrono::floor<Milliseconds>(commune::now().wall);
  std::string damage;
  // A technician's test may have changed it meanwhile.
  const auto account = AccountFile(options.state_dir).read(now, *calendar, damage);
  const Account known = account ? *account : Account::exhausted_until(LedgerTime::max());
  publish(options, known);
  const auto next = plan(options, known, *calendar);
  const Milliseconds until = next ? next->start.at - now : kLongestSleep;
  if (until.count() > 0) {
    wait(std::min(until, kLongestSleep), seen);
    return;
  }
  run(*next, options, *calendar);
}

std::optional<ThroughputCollector::Work::Next> ThroughputCollector::Work::plan(
    const Options& options, const Account& account, const Calendar& calendar) {
  const LedgerTime now = std::chrono::floor<Milliseconds>(commune::now().wall);
  std::optional<Next> first;
  for (const SpeedTest& test : options.tests) {
    if (!past_.contains(test.id)) {
      const TestAccount* own = account.find(test.id);
      past_[test.id] = own ? own->past : Past();
      chance_[test.id] = std::uniform_real_distribution<double>(0, 1)(random_);
    }
    const Place place{own_place(options.vantage, test.id), chance_[test.id]};
    const auto start = appointments_[test.id].next(test, past_[test.id], place, calendar, now);
    if (start && (!first || start->at < first->start.at)) first = Next{test, *start};
  }
  return first;
}

void ThroughputCollector::Work::run(const Next& next, const Options& options,
                                    const Calendar& calendar) {
  const SpeedTest& test = next.test;
  const AccountFile file(options.state_dir);
  Dependencies dependencies{file, calendar, counters_, commune::now, {}, {}, {}};
  dependencies.stopping = [&] { return is_over_for(test); };
  dependencies.wait = [&](Milliseconds duration) {
    wait_for_run(duration);
    return !is_over_for(test);
  };
  const LedgerTime now = std::chrono::floor<Milliseconds>(commune::now().wall);
  const Milliseconds patience = std::max(next.start.latest - now, Milliseconds(0));
  const RunReport report =
      run_test(test, {patience, test.only_when_idle, next.start.window}, dependencies);
  const Measured& measured = report.measured;
  past_[test.id] = after(past_[test.id], measured.ending, report.begin, next.start.window);
  chance_[test.id] = std::uniform_real_distribution<double>(0, 1)(random_);
  if (measured.ending != Ending::stopped) log_result(test, measured);
  records_[test.id].ended(measured);
}

void ThroughputCollector::Work::publish(const Options& options, const Account& account) {
  sink_.publish(readings(options.tests, records_, account, commune::now()));
}

ThroughputCollector::ThroughputCollector(Options options, Sink& sink,
                                         std::shared_ptr<WorkRecord> record)
    : work_(std::make_unique<Work>(std::move(options), sink, std::move(record))) {}
ThroughputCollector::~ThroughputCollector() = default;

void ThroughputCollector::start() {
  work_->start();
}

void ThroughputCollector::stop() {
  work_->stop();
}

void ThroughputCollector::replace(Options options) {
  work_->replace(std::move(options));
}

}  // namespace commune::throughput
