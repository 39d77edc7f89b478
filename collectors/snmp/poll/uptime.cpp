#include "collectors/snmp/poll/uptime.hpp"

#include <algorithm>
#include <utility>

namespace commune::snmp {
namespace {

constexpr std::int64_t kWrap = std::int64_t{1} << 32;
// Slow replies and clocks that run apart must not look like a restart.
constexpr std::int64_t kSlackTicks = 1'000;

}  // namespace

bool UptimeWatch::restarted(std::uint32_t sys_up_time, MonoTime now) {
  const auto before = std::exchange(last_, Seen{sys_up_time, now});
  if (!before) return false;
  const std::int64_t elapsed =
      std::chrono::duration_cast<Milliseconds>(now - before->at).count() / 10;
  const std::int64_t expected = before->ticks + elapsed;
  const std::int64_t slack = std::max(kSlackTicks, elapsed / 20);
  // After the wrap the expected value lies beyond 2^32 and the read one just above 0.
  const std::int64_t read = sys_up_time;
  if (read + slack >= expected) return false;
  return read + kWrap > expected + slack || read + kWrap + slack < expected;
}

}  // namespace commune::snmp
