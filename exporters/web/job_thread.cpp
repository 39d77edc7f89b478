#include "exporters/web/job_thread.hpp"

#include <exception>
#include <utility>

namespace commune::web {

JobThread::JobThread(const std::string& name, std::size_t longest_queue,
                     std::shared_ptr<WorkRecord> record)
    : name_(name), longest_queue_(longest_queue), record_(std::move(record)) {
  thread_.start(name, record_, [this] { run(); });
}

JobThread::~JobThread() {
  stop();
}

bool JobThread::submit(Job job) {
  const MutexLock lock(mutex_);
  if (stopping_ || queue_.size() >= longest_queue_) return false;
  queue_.push_back(std::move(job));
  wake_.notify_one();
  return true;
}

void JobThread::stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.stop();
}

void JobThread::run() {
  MutexLock lock(mutex_);
  while (true) {
    while (!stopping_ && queue_.empty())
      wake_.wait(lock);
    if (queue_.empty()) return;
    const Job job = std::move(queue_.front());
    queue_.pop_front();
    const bool drop = stopping_;
    lock.unlock();
    try {
      if (!drop) job.work();
    } catch (const std::exception& error) {  // Out of memory: the client gets a refusal.
      record_->count_failure();
      log_failure(name_, error.what());
    }
    job.done();
    lock.lock();
  }
}

}  // namespace commune::web
