// One agent per history: the lock that stops a second one.
#pragma once

#include <memory>
#include <string>

#include "core/model/result.hpp"

namespace commune::history {

/// Holds the directory from acquire() until it is destroyed or the process ends for any reason.
class HistoryLock {
 public:
  /// Makes the directory if it does not exist. Errors: another process holds it (the error names
  /// it), or the directory cannot be used. A read-only disk can be locked too.
  static Result<std::unique_ptr<HistoryLock>> acquire(const std::string& directory);
  ~HistoryLock();
  HistoryLock(const HistoryLock&) = delete;
  HistoryLock& operator=(const HistoryLock&) = delete;

 private:
  explicit HistoryLock(int file) : file_(file) {}

  int file_;
};

}  // namespace commune::history
