// How long planners wait for a month and a year out of a real history file: 49 villages with five
// accesses each, four changes a day. Fills a file in a new directory, prints, judges nothing.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "agent/history/database_reader.hpp"
#include "agent/history/store.hpp"
#include "exporters/report/report.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <sys/resource.h>

namespace commune {
namespace {

constexpr int kVillages = 49, kDays = 365, kChangesPerDay = 4;

LedgerTime day(int number) {
  return LedgerTime(std::chrono::hours(24 * (20'454 + number)));  // From 2026-01-01 UTC.
}

void fill(history::Store& store) {
  std::minstd_rand random(7);
  for (int number = 0; number < kDays; ++number) {
    history::Batch batch;
    batch.id = std::to_string(number);
    batch.known_until = day(number + 1);
    for (int village = 0; village < kVillages; ++village) {
      const VillageId id{fmt::format("thon-{:02}", village)};
      for (const Access access :
           {Access::fibre, Access::wifi, Access::mobile, Access::loudspeaker, Access::internet})
        for (int part = 0; part < kChangesPerDay; ++part) {
          Interval interval;
          interval.subject = {id, SiteId{id.value + "-nvh"}, access};
          interval.start = day(number) + std::chrono::hours(24) / kChangesPerDay * part;
          interval.end = interval.start + std::chrono::hours(24) / kChangesPerDay;
          interval.state = kStates.at(random() % kStateCount);
          interval.cause = interval.state == State::down ? Cause::fibre : Cause::none;
          batch.intervals.push_back(interval);
        }
    }
    if (const auto done = store.commit(batch); !done) fmt::print("{}\n", done.error().message());
  }
}

void measure(const char* name, const std::string& path, int days, report::Format format,
             Period by) {
  const auto calendar = *Calendar::in("Asia/Ho_Chi_Minh");
  report::Request request;
  request.format = format;
  request.by = by;
  request.range = {day(0), day(days)};
  std::ofstream out("/dev/null", std::ios::binary);
  const auto begun = std::chrono::steady_clock::now();
  const auto reader = std::move(history::read_history(path).value());
  const auto done = report::write_report(*reader, {}, calendar, request, out);
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{:<22} {:>7.3f} s  peak so far {:.1f} MiB {}\n", name,
             seconds(std::chrono::steady_clock::now() - begun),
             static_cast<double>(usage.ru_maxrss) / 1024, done ? "" : done.error().message());
}

}  // namespace
}  // namespace commune

int main() {
  using namespace commune;
  std::string directory = (std::filesystem::temp_directory_path() / "history-year-XXXXXX").string();
  history::Options options;
  options.directory = mkdtemp(directory.data());
  fill(*history::Store::open(options, "boot", "").value());
  const std::string path = history::history_path(options.directory);
  fmt::print("{} intervals, {:.1f} MiB\n", kVillages * 5 * kDays * kChangesPerDay,
             static_cast<double>(std::filesystem::file_size(path)) / (1 << 20));
  for (const auto& [word, format] :
       {std::pair("csv", report::Format::csv), {"xlsx", report::Format::xlsx}}) {
    measure(fmt::format("{} a month by day", word).c_str(), path, 31, format, Period::day);
    measure(fmt::format("{} a year by day", word).c_str(), path, kDays, format, Period::day);
  }
  std::filesystem::remove_all(*options.directory);
  return 0;
}
