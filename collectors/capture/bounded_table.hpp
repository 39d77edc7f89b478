// A table of fixed size for connections and questions that are followed for a while. When it is
// full the entry of the least worth is replaced. Nothing is allocated after its construction, and
// unused memory is never touched.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace commune::capture {

/// Buckets of eight places. A place of zeros is empty, so a new T consists of zero bytes. Keys are
/// never 0. For one thread.
template <typename T>
class BoundedTable {
  static_assert(std::is_trivially_default_constructible_v<T> &&
                std::is_trivially_destructible_v<T>);

 public:
  /// Room for `capacity`, rounded up to a power of two; at least eight.
  explicit BoundedTable(std::size_t capacity)
      : sets_(std::bit_ceil(capacity < kWays ? kWays : capacity) / kWays),
        keys_(zeros<std::uint64_t>(sets_ * kWays)),
        values_(zeros<T>(sets_ * kWays)) {}

  std::size_t capacity() const { return sets_ * kWays; }
  std::size_t size() const { return size_; }

  T* find(std::uint64_t key) {
    const std::size_t first = set_of(key);
    for (std::size_t i = first; i < first + kWays; ++i)
      if (keys_[i] == key) return &values_[i];
    return nullptr;
  }

  /// A new place of zeros. When the bucket is full the entry with the smallest `worth(const T&)` is
  /// replaced, after a call of `put_out(const T&)`. The key must not be in the table.
  template <typename Worth, typename PutOut>
  T& insert(std::uint64_t key, const Worth& worth, const PutOut& put_out) {
    const std::size_t first = set_of(key);
    std::size_t place = first;
    for (std::size_t i = first; i < first + kWays; ++i) {
      if (keys_[i] == 0) {
        place = i;
        ++size_;
        break;
      }
      if (worth(values_[i]) < worth(values_[place])) place = i;
    }
    if (keys_[place] != 0) put_out(values_[place]);
    keys_[place] = key;
    values_[place] = T{};
    return values_[place];
  }

  /// Only for an entry from find() or insert().
  void erase(T* value) {
    keys_[static_cast<std::size_t>(value - values_.get())] = 0;
    --size_;
  }

  /// Calls `visit(T&)` for all entries, in any order; it may erase its entry.
  template <typename Visit>
  void for_each(const Visit& visit) {
    for (std::size_t i = 0; i < capacity(); ++i)
      if (keys_[i] != 0) visit(values_[i]);
  }

 private:
  static constexpr std::size_t kWays = 8;

  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  template <typename E>
  using Array = std::unique_ptr<E[], Free>;

  template <typename E>
  static Array<E> zeros(std::size_t count) {
    void* memory = std::calloc(count, sizeof(E));
    if (memory == nullptr) throw std::bad_alloc();
    return Array<E>(static_cast<E*>(memory));
  }

  std::size_t set_of(std::uint64_t key) const { return (key & (sets_ - 1)) * kWays; }

  std::size_t sets_;
  Array<std::uint64_t> keys_;
  Array<T> values_;
  std::size_t size_ = 0;
};

}  // namespace commune::capture
