// An event loop with a thread of its own or the caller's. What a handler throws does not end it.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "core/runtime/work_record.hpp"

#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

namespace commune {

/// One thread's work: timers, sockets, posted functions. post() is thread-safe; all else belongs to
/// the loop's thread.
class EventLoop {
 public:
  /// Failures of handlers, and the processor time of its own thread, go to `record`.
  explicit EventLoop(std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>())
      : record_(std::move(record)) {}
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  asio::io_context& context() { return context_; }

  template <typename Work>
  void post(Work&& work) {
    asio::post(context_, std::forward<Work>(work));
  }

  /// Runs in the caller's thread until stop(). What a handler throws is the caller's.
  void run();

  /// The same, but what a handler throws (no memory, no descriptors) is logged and counted, and the
  /// loop keeps running.
  void keep_running();

  /// Keeps running in a thread of its own, named for `top` and `ps` (15 characters at most).
  void start_thread(const std::string& name);

  /// Makes run() return and joins the thread, if there is one. Thread-safe; not from the loop's own
  /// thread when that is joined.
  void stop();

 private:
  std::shared_ptr<WorkRecord> record_;
  asio::io_context context_{1};
  std::thread thread_;
};

}  // namespace commune
