#include "core/runtime/heap.hpp"

#include <malloc.h>

namespace commune {
namespace {

// glibc's own thresholds, which it would raise with each large block that is freed.
constexpr int kLargeBlockBytes = 128 << 10;
constexpr int kArenas = 2;

}  // namespace

void keep_heap_small() {
  ::mallopt(M_MMAP_THRESHOLD, kLargeBlockBytes);
  ::mallopt(M_TRIM_THRESHOLD, kLargeBlockBytes);
  ::mallopt(M_ARENA_MAX, kArenas);
}

void give_back_freed_memory() {
  ::malloc_trim(0);
}

}  // namespace commune
