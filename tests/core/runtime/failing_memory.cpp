#include "tests/core/runtime/failing_memory.hpp"

#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

#include <pthread.h>

namespace commune::testing {
namespace {

std::array<char, 16> victim{};
std::atomic<int> to_refuse = 0;

bool refuses() {
  if (to_refuse.load(std::memory_order_acquire) <= 0) return false;
  std::array<char, 16> name{};
  pthread_getname_np(pthread_self(), name.data(), name.size());
  return std::strcmp(name.data(), victim.data()) == 0 && to_refuse.fetch_sub(1) > 0;
}

}  // namespace

FailingMemory::FailingMemory(std::string_view thread, int count) {
  victim = {};
  thread.copy(victim.data(), victim.size() - 1);
  to_refuse.store(count, std::memory_order_release);
}

FailingMemory::~FailingMemory() {
  to_refuse = 0;
}

int FailingMemory::left() {
  return to_refuse;
}

}  // namespace commune::testing

void* operator new(std::size_t size) {
  void* const got = commune::testing::refuses() ? nullptr : std::malloc(size > 0 ? size : 1);
  if (!got) throw std::bad_alloc();
  return got;
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
