#include "core/runtime/work_record.hpp"

#include <new>

#include <pthread.h>

namespace commune {
namespace {

WorkRecord::Duration read_clock(clockid_t clock) {
  timespec time{};
  if (clock_gettime(clock, &time) != 0) return WorkRecord::Duration(0);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

WorkRecord::Duration WorkRecord::processor_time() const {
  const MutexLock lock(mutex_);
  Duration sum = ended_;
  for (const clockid_t clock : running_)
    sum += read_clock(clock);
  return sum;
}

WorkRecord::Thread::Thread(WorkRecord& record) : record_(record) {
  pthread_getcpuclockid(pthread_self(), &clock_);
  const MutexLock lock(record_.mutex_);
  try {
    record_.running_.push_back(clock_);
  } catch (const std::bad_alloc&) {
    // Its time is added when it ends.
  }
}

WorkRecord::Thread::~Thread() {
  const MutexLock lock(record_.mutex_);
  record_.ended_ += read_clock(clock_);
  std::erase(record_.running_, clock_);
}

WorkRecord::Section::Section(WorkRecord& record)
    : record_(record), begun_(read_clock(CLOCK_THREAD_CPUTIME_ID)) {}

WorkRecord::Section::~Section() {
  const Duration spent = read_clock(CLOCK_THREAD_CPUTIME_ID) - begun_;
  const MutexLock lock(record_.mutex_);
  record_.ended_ += spent;
}

}  // namespace commune
