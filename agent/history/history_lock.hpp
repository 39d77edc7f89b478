// One agent per history: the lock that a second one finds taken.
#pragma once

#include <memory>
#include <string>

#include "core/model/result.hpp"

namespace commune::history {

/// Holds the directory from take() until it is destroyed or the process ends, however it ends.
class HistoryLock {
 public:
  /// Makes the directory if it is not there. Errors: another process holds it (which is named), or
  /// the directory cannot be used. A disk that can only be read is held all the same.
  static Result<std::unique_ptr<HistoryLock>> take(const std::string& directory);
  ~HistoryLock();
  HistoryLock(const HistoryLock&) = delete;
  HistoryLock& operator=(const HistoryLock&) = delete;

 private:
  explicit HistoryLock(int file) : file_(file) {}

  int file_;
};

}  // namespace commune::history
