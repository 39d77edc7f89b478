#include "collectors/snmp/counter_memory.hpp"

namespace commune::snmp {

namespace {

constexpr std::uint64_t kWrap = std::uint64_t{1} << 32;
constexpr std::uint32_t kHalfWay = std::uint32_t{1} << 31;

}  // namespace

void CounterMemory::begin_poll(bool restarted) {
  ++poll_;
  restarted_ = restarted;
}

std::uint64_t CounterMemory::extend(SeriesKey counter, std::uint32_t value) {
  Counter& known = counters_[counter];
  if (known.poll != 0 && value < known.last) {
    // Further than half the range in one poll is no traffic: somebody cleared the counter.
    const std::uint32_t counted = value - known.last;
    const bool wrapped = !restarted_ && counted < kHalfWay;
    known.base = wrapped ? known.base + kWrap : 0;
  }
  known.last = value;
  known.poll = poll_;
  return known.base + value;
}

void CounterMemory::end_poll(bool complete) {
  if (!complete) return;
  std::erase_if(counters_, [this](const auto& entry) { return entry.second.poll != poll_; });
}

}  // namespace commune::snmp
