#include "core/time/spread.hpp"

namespace commune {
namespace {

// FNV-1a, 64 bit, then one round of mixing: its low bits alone are poor for short names.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 14695981039346656037ULL;
  for (const char c : text)
    value = (value ^ static_cast<std::uint8_t>(c)) * 1099511628211ULL;
  value ^= value >> 33;
  value *= 0xff51afd7ed558ccdULL;
  return value ^ (value >> 33);
}

}  // namespace

Milliseconds spread_offset(std::string_view target, Milliseconds interval) {
  if (interval.count() <= 0) return Milliseconds{0};
  return Milliseconds{
      static_cast<std::int64_t>(hash(target) % static_cast<std::uint64_t>(interval.count()))};
}

MonoTime next_poll(MonoTime epoch, Milliseconds offset, Milliseconds interval, MonoTime now) {
  const auto first = epoch + offset;
  if (now < first) return first;
  const auto passed = (now - first) / interval + 1;
  return first + passed * interval;
}

}  // namespace commune
