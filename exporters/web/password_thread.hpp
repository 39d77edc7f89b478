// A thread that hashes passwords, so that whoever guesses passwords slows nobody else down: one
// hash at a time, a short queue, and the server's own threads never wait for it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace commune::web {

/// Thread-safe. Each job that was taken is run, or dropped with `done` called all the same.
class PasswordThread {
 public:
  struct Job {
    std::function<void()> hash;  ///< Not called when the thread ends first.
    std::function<void()> done;  ///< Always called, after `hash`.
  };

  explicit PasswordThread(std::size_t longest_queue);
  ~PasswordThread();
  PasswordThread(const PasswordThread&) = delete;
  PasswordThread& operator=(const PasswordThread&) = delete;

  /// False when the queue is full or the thread is ending; then neither function is called.
  bool submit(Job job);

  /// Lets the present hash end, drops the others, and joins.
  void stop();

 private:
  void run();

  const std::size_t longest_queue_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace commune::web
