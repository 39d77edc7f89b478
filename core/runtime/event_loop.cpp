#include "core/runtime/event_loop.hpp"

#include <exception>

#include "core/runtime/worker_thread.hpp"

#include <asio/executor_work_guard.hpp>
#include <pthread.h>

namespace commune {

EventLoop::~EventLoop() {
  stop();
}

void EventLoop::run() {
  const auto guard = asio::make_work_guard(context_);
  context_.run();
}

void EventLoop::keep_running() {
  for (;;) {
    try {
      run();
      return;
    } catch (const std::exception& error) {
      record_->count_failure();
      log_failure("a task failed", error.what());
    }
  }
}

void EventLoop::start_thread(const std::string& name) {
  thread_ = std::thread([this, name] {
    pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
    const WorkRecord::Thread entered(*record_);
    keep_running();
  });
}

void EventLoop::stop() {
  context_.stop();
  if (thread_.joinable() && thread_.get_id() != std::this_thread::get_id()) thread_.join();
}

}  // namespace commune
