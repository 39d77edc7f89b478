#include "collectors/throughput/processor_load.hpp"

#include <array>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

namespace commune::throughput {
namespace {

constexpr double kThreadShare = 0.9;
constexpr double kIdleShare = 0.05;
constexpr double kOurShare = 0.25;

}  // namespace

// proc(5): user nice system idle iowait irq softirq steal ...
bool read_machine_time(std::string_view stat, ProcessorTime& time) {
  std::istringstream in{std::string(stat)};
  std::string name;
  std::array<std::uint64_t, 8> ticks{};
  in >> name;
  for (auto& each : ticks)
    in >> each;
  if (!in || name != "cpu") return false;
  time.all = 0;
  for (const auto each : ticks)
    time.all += each;
  time.idle = ticks[3] + ticks[4];
  time.interrupts = ticks[5] + ticks[6];
  return true;
}

ProcessorTime processor_time() {
  ProcessorTime time;
  time.at = std::chrono::steady_clock::now();
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  time.thread = std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
  std::ifstream in("/proc/stat");
  std::string line;
  std::getline(in, line);
  read_machine_time(line, time);
  return time;
}

bool was_limit(const ProcessorTime& begin, const ProcessorTime& end) {
  const double wall = seconds(end.at - begin.at);
  if (wall <= 0) return false;
  const double thread = seconds(end.thread - begin.thread) / wall;
  if (thread >= kThreadShare) return true;
  if (end.all <= begin.all) return false;
  const auto all = static_cast<double>(end.all - begin.all);
  const double idle = (static_cast<double>(end.idle) - static_cast<double>(begin.idle)) / all;
  const double interrupts = static_cast<double>(end.interrupts - begin.interrupts) / all;
  const double processors = all / static_cast<double>(sysconf(_SC_CLK_TCK)) / wall;
  return idle < kIdleShare && thread / processors + interrupts >= kOurShare;
}

}  // namespace commune::throughput
