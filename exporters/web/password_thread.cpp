#include "exporters/web/password_thread.hpp"

#include <exception>
#include <utility>

#include "core/runtime/log.hpp"

#include <pthread.h>

namespace commune::web {

PasswordThread::PasswordThread(std::size_t longest_queue)
    : longest_queue_(longest_queue), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "web-password");
}

PasswordThread::~PasswordThread() {
  stop();
}

bool PasswordThread::submit(Job job) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || queue_.size() >= longest_queue_) return false;
  queue_.push_back(std::move(job));
  wake_.notify_one();
  return true;
}

void PasswordThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void PasswordThread::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const Job job = std::move(queue_.front());
    queue_.pop_front();
    const bool drop = stopping_;
    lock.unlock();
    try {
      if (!drop) job.hash();
    } catch (const std::exception& error) {  // No memory: whoever waits is not let in.
      spdlog::error("web: a password could not be checked: {}", error.what());
    }
    job.done();
    lock.lock();
  }
}

}  // namespace commune::web
