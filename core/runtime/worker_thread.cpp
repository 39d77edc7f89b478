#include "core/runtime/worker_thread.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "core/runtime/log.hpp"

#include <pthread.h>

namespace commune {
namespace {

constexpr std::size_t kLongestThreadName = 15;  // pthread_setname_np(3)

}  // namespace

void log_failure(const std::string& name, const char* text) noexcept {
  try {
    spdlog::error("{}: {}", name, text);
  } catch (const std::exception&) {
    // No memory for the line. The failure is counted all the same.
  }
}

WorkerThread::~WorkerThread() {
  stop();
}

void WorkerThread::start(const std::string& name, std::shared_ptr<WorkRecord> record,
                         std::function<void()> work) {
  {
    const MutexLock lock(mutex_);
    stopping_ = false;
  }
  thread_ = std::thread([this, name, record = std::move(record), work = std::move(work)] {
    pthread_setname_np(pthread_self(), name.substr(0, kLongestThreadName).c_str());
    const WorkRecord::Thread entered(*record);
    run(name, *record, work);
  });
}

void WorkerThread::run(const std::string& name, WorkRecord& record,
                       const std::function<void()>& work) {
  auto pause_before_next = first_pause_;
  while (true) {
    const auto begun = std::chrono::steady_clock::now();
    try {
      work();
      return;
    } catch (const std::exception& error) {
      record.count_failure();
      log_failure(name, error.what());
    }
    const bool went_well_for_long = std::chrono::steady_clock::now() - begun > kLongestPause;
    if (went_well_for_long) pause_before_next = first_pause_;
    if (!pause(pause_before_next)) return;
    pause_before_next = std::min(2 * pause_before_next, std::max(first_pause_, kLongestPause));
  }
}

// False: the worker is being stopped.
bool WorkerThread::pause(std::chrono::milliseconds duration) {
  const auto until = std::chrono::steady_clock::now() + duration;
  MutexLock lock(mutex_);
  while (!stopping_ && std::chrono::steady_clock::now() < until)
    changed_.wait_until(lock, until);
  return !stopping_;
}

void WorkerThread::stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace commune
