// How long reports take and how much memory: a month and a year of 49 villages with 5 accesses
// each, some 20 changes a day, from a reader that makes them up as it goes. Prints, judges nothing.
#include <chrono>
#include <fstream>
#include <random>
#include <string>

#include "exporters/report/report.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

namespace commune::report {
namespace {

constexpr int kVillages = 49, kDaysBefore = 10;

LedgerTime day(int number) {
  return LedgerTime(std::chrono::hours(24 * (20'454 + number)));  // From 2026-01-01 UTC.
}

std::string village_name(int village) {
  return fmt::format("thon-{:02}", village);
}

class MadeUpHistory : public HistoryReader {
 public:
  Result<void> intervals(TimeRange range,
                         const std::function<void(const Interval&)>& each) override {
    for (int village = 0; village < kVillages; ++village) {
      const VillageId id{village_name(village)};
      generate({id, {}, {}}, range, each);
      for (const Access access :
           {Access::fibre, Access::wifi, Access::mobile, Access::loudspeaker, Access::internet})
        generate({id, SiteId{id.value + "-nvh"}, access}, range, each);
    }
    return {};
  }
  Result<void> outages(TimeRange, const std::function<void(const Outage&)>&) override { return {}; }
  Result<void> quality(RollUp, TimeRange, const std::function<void(const Quality&)>&) override {
    return {};
  }
  Result<std::vector<Maintenance>> maintenance(TimeRange) override {
    return std::vector<Maintenance>{};
  }
  Result<std::optional<TimeRange>> extent() override {
    return std::optional(TimeRange{day(-kDaysBefore), day(400)});
  }

  std::uint64_t given = 0;

 private:
  void generate(const Subject& subject, TimeRange range,
                const std::function<void(const Interval&)>& each) {
    std::minstd_rand random(7);
    constexpr int kMeanMinutes = 72;  // 20 changes a day.
    Interval interval;
    interval.subject = subject;
    for (interval.start = range.from; interval.start < range.to; interval.start = interval.end) {
      interval.end =
          interval.start + std::chrono::milliseconds(1 + random() % (2UL * kMeanMinutes * 60'000));
      interval.state = kStates.at(random() % kStateCount);
      interval.cause = interval.state == State::down ? Cause::fibre : Cause::none;
      each(interval);
      ++given;
    }
  }
};

void measure(const char* name, int days, Format format, Period by) {
  MadeUpHistory history;
  const auto calendar = *Calendar::in("Asia/Ho_Chi_Minh");
  Request request;
  request.format = format;
  request.by = by;
  request.range = {day(0), day(days)};
  std::ofstream out("/dev/null", std::ios::binary);
  const auto start = std::chrono::steady_clock::now();
  const auto done = write_report(history, {}, calendar, request, out);
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{:<28} {:>9} intervals {:>7.3f} s  peak so far {:.1f} MiB{}\n", name, history.given,
             seconds(std::chrono::steady_clock::now() - start),
             static_cast<double>(usage.ru_maxrss) / 1024, done ? "" : done.error().message());
}

}  // namespace
}  // namespace commune::report

int main() {
  using namespace commune;
  using namespace commune::report;
  for (const auto& [word, format] : {std::pair("csv", Format::csv),
                                     {"json", Format::json},
                                     {"geojson", Format::geojson},
                                     {"xlsx", Format::xlsx}}) {
    measure(fmt::format("{} a month by month", word).c_str(), 31, format, Period::month);
    measure(fmt::format("{} a year by month", word).c_str(), 365, format, Period::month);
  }
  measure("csv a year by day", 365, Format::csv, Period::day);
  measure("csv a year by hour", 365, Format::csv, Period::hour);
  return 0;
}
