#include "collectors/snmp/counter_memory.hpp"

namespace commune::snmp {

void CounterMemory::begin_poll(bool restarted) {
  ++poll_;
  if (restarted) counters_.clear();
}

std::uint64_t CounterMemory::extend(const std::string& counter, std::uint32_t value) {
  Counter& known = counters_[counter];
  if (known.poll != 0 && value < known.last) known.base += std::uint64_t{1} << 32;
  known.last = value;
  known.poll = poll_;
  return known.base + value;
}

void CounterMemory::end_poll(bool complete) {
  if (!complete) return;
  std::erase_if(counters_, [this](const auto& entry) { return entry.second.poll != poll_; });
}

}  // namespace commune::snmp
