#include "exporters/prometheus/process_figures.hpp"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <sstream>

#include "core/runtime/directory.hpp"

#include <unistd.h>

namespace commune {
namespace {

// Fields of /proc/self/stat as proc(5) numbers them. The second, the program's name, may hold
// blanks and brackets, so the third begins behind its last bracket.
constexpr int kFirstFieldBehindName = 3;
constexpr int kUserTime = 14, kSystemTime = 15, kStartTime = 22, kVirtualSize = 23,
              kResidentPages = 24;

std::string contents(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::optional<double> boot_time(const std::string& proc) {
  std::istringstream lines(contents(proc + "/stat"));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    double time = 0;
    if (words >> name >> time && name == "btime") return time;
  }
  return {};
}

void read_stat(const std::string& proc, ProcessFigures& out) {
  const std::string stat = contents(proc + "/self/stat");
  const auto name_end = stat.rfind(')');
  if (name_end == std::string::npos) return;
  std::istringstream fields(stat.substr(name_end + 1));
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  double user_ticks = 0;
  std::string field;
  for (int number = kFirstFieldBehindName; number <= kResidentPages && fields >> field; ++number) {
    const double value = number == kFirstFieldBehindName ? 0 : std::stod(field);
    if (number == kUserTime) user_ticks = value;
    if (number == kSystemTime) out.cpu_seconds = (user_ticks + value) / ticks;
    if (number == kVirtualSize) out.virtual_memory_bytes = value;
    if (number == kResidentPages) out.resident_memory_bytes = value * page;
    if (number == kStartTime) {
      if (const auto boot = boot_time(proc)) out.start_time_seconds = *boot + value / ticks;
    }
  }
}

void read_descriptors(const std::string& proc, ProcessFigures& out) {
  // Also where there is none left to look with, which is then not known.
  if (const auto open = names_in(proc + "/self/fd"); !open.empty())
    out.open_fds = static_cast<double>(open.size());

  std::istringstream lines(contents(proc + "/self/limits"));
  const std::string row = "Max open files";
  for (std::string line; std::getline(lines, line);) {
    double soft = 0;
    if (line.starts_with(row) && std::istringstream(line.substr(row.size())) >> soft)
      out.max_fds = soft;
  }
}

}  // namespace

ProcessFigures read_process_figures(const std::string& proc) {
  ProcessFigures figures;
  read_stat(proc, figures);
  read_descriptors(proc, figures);
  return figures;
}

}  // namespace commune
