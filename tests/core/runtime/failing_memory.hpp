// No memory for one thread: a test program that links failing_memory.cpp has an operator new that
// refuses what the thread of that name asks for.
#pragma once

#include <string_view>

namespace commune::testing {

/// For as long as it lives, or until `count` allocations have been refused.
class FailingMemory {
 public:
  /// `thread`: as ps(1) shows it. One at a time.
  FailingMemory(std::string_view thread, int count);
  ~FailingMemory();
  FailingMemory(const FailingMemory&) = delete;
  FailingMemory& operator=(const FailingMemory&) = delete;

  /// Allocations that are still to be refused.
  static int left();
};

}  // namespace commune::testing
