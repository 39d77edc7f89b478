#include "collectors/snmp/profile/counter_memory.hpp"

#include <algorithm>

namespace commune::snmp {

namespace {

constexpr std::uint32_t kHalfWay = std::uint32_t{1} << 31;
// An increase of more than this, and of more than this many times that of the poll before, cannot
// be traffic.
constexpr std::uint32_t kMuch = std::uint32_t{1} << 29;
constexpr std::uint64_t kLeap = 16;

// A counter that fell has wrapped or was cleared. Mistaking a clearing for a wrap shows gigabytes
// that were never sent; the other mistake loses the bytes before the wrap in one poll.
bool has_wrapped(std::uint32_t counted, std::uint32_t counted_before) {
  return counted < kHalfWay && (counted <= kMuch || counted <= kLeap * counted_before);
}

}  // namespace

void CounterMemory::begin_poll(bool restarted) {
  take_in_fresh();
  ++poll_;
  restarted_ = restarted;
}

std::uint64_t CounterMemory::extend(SeriesKey counter, std::uint32_t value) {
  const auto known = std::ranges::lower_bound(counters_, counter, {}, &Counter::series);
  if (known == counters_.end() || known->series != counter) {
    fresh_.push_back({.series = counter, .last = value, .poll = poll_});
    return value;
  }
  if (value < known->last) {
    const bool wrapped = !restarted_ && has_wrapped(value - known->last, known->counted);
    known->wraps = wrapped ? known->wraps + 1 : 0;
    if (!wrapped) known->last = 0;
  }
  known->counted = value - known->last;
  known->last = value;
  known->poll = poll_;
  return std::uint64_t{known->wraps} << 32 | value;
}

void CounterMemory::end_poll(bool complete) {
  take_in_fresh();
  if (!complete) return;
  std::erase_if(counters_, [this](const Counter& counter) { return counter.poll != poll_; });
}

void CounterMemory::take_in_fresh() {
  if (fresh_.empty()) return;
  counters_.reserve(counters_.size() + fresh_.size());
  counters_.insert(counters_.end(), fresh_.begin(), fresh_.end());
  std::ranges::sort(counters_, {}, &Counter::series);
  fresh_ = {};
}

}  // namespace commune::snmp
