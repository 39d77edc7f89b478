#include "collectors/snmp/counter_memory.hpp"

namespace commune::snmp {

namespace {

constexpr std::uint64_t kWrap = std::uint64_t{1} << 32;
constexpr std::uint32_t kHalfWay = std::uint32_t{1} << 31;
// More than so much at once, and so many times what came in the poll before, is no traffic.
constexpr std::uint32_t kMuch = std::uint32_t{1} << 29;
constexpr std::uint64_t kLeap = 16;

// A counter that fell has wrapped or was cleared. Taking a clearing for a wrap shows gigabytes that
// nobody sent; the other mistake loses what came before the wrap in one poll.
bool has_wrapped(std::uint32_t counted, std::uint32_t counted_before) {
  return counted < kHalfWay && (counted <= kMuch || counted <= kLeap * counted_before);
}

}  // namespace

void CounterMemory::begin_poll(bool restarted) {
  ++poll_;
  restarted_ = restarted;
}

std::uint64_t CounterMemory::extend(SeriesKey counter, std::uint32_t value) {
  Counter& known = counters_[counter];
  if (known.poll != 0 && value < known.last) {
    const bool wrapped = !restarted_ && has_wrapped(value - known.last, known.counted);
    known.base = wrapped ? known.base + kWrap : 0;
    if (!wrapped) known.last = 0;
  }
  known.counted = known.poll == 0 ? 0 : value - known.last;
  known.last = value;
  known.poll = poll_;
  return known.base + value;
}

void CounterMemory::end_poll(bool complete) {
  if (!complete) return;
  std::erase_if(counters_, [this](const auto& entry) { return entry.second.poll != poll_; });
}

}  // namespace commune::snmp
