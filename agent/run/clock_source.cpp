#include "agent/run/clock_source.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include "agent/version.hpp"

#include <sys/timex.h>

namespace commune {
namespace {

bool is_synchronised() {
  timex state{};
  return adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

// A clock without a battery starts in 1970 or 2000 after a power cut.
bool has_clock_with_battery() {
  std::error_code error;
  for (std::filesystem::directory_iterator clock("/sys/class/rtc", error), end;
       !error && clock != end; clock.increment(error)) {
    std::ifstream file(clock->path() / "since_epoch");
    std::int64_t seconds = 0;
    if (file >> seconds && WallTime(std::chrono::seconds(seconds)) >= source_time()) return true;
  }
  return false;
}

bool runs_under_hypervisor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("flags")) return line.find(" hypervisor") != std::string::npos;
  return false;
}

}  // namespace

coverage::ClockSource read_clock_source() {
  return {is_synchronised(), has_clock_with_battery() || runs_under_hypervisor()};
}

std::string read_boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  file >> id;
  return id;
}

}  // namespace commune
