// Keeps the process small on a gateway: glibc's allocator otherwise holds on to the memory of pages
// and configuration files long after they are gone.
#pragma once

namespace commune {

/// Large blocks are given back as soon as they are freed, and threads share two arenas. Call once,
/// before threads start.
void keep_heap_small();

/// Gives back what is freed now: after work that needed much for a while. Thread-safe; takes some
/// milliseconds.
void give_back_freed_memory();

}  // namespace commune
