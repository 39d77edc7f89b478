#include "agent/commands/probe_throughput.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <optional>
#include <ostream>
#include <thread>
#include <utility>
#include <vector>

#include "agent/commands/progress_line.hpp"
#include "agent/run/configuration.hpp"
#include "collectors/throughput/test_run.hpp"
#include "core/model/text.hpp"
#include "core/runtime/log.hpp"

#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

namespace commune {
namespace {

using throughput::Direction;
using throughput::Ending;
using throughput::RunReport;
using throughput::SpeedTest;
using Json = nlohmann::ordered_json;

constexpr std::array kDirections = {Direction::download, Direction::upload};
constexpr std::chrono::seconds kPatience{20};

// Unused bytes of the reservation are given back, so an interrupted test ends in good order.
std::atomic<bool> interrupted = false;
void interrupt(int) {
  interrupted = true;
}

std::string rate_text(double bytes_per_second) {
  return fmt::format("{:.2f} Mbit/s", bytes_per_second * 8e-6);
}

std::string progress_text(const SpeedTest& test, const throughput::Progress& progress) {
  if (!progress.direction) return test.id + ": round trips on the idle line";
  return fmt::format("{}: {} {:.0f} of {:.0f} s, {}", test.id, to_string(*progress.direction),
                     seconds(progress.elapsed), seconds(test.duration), rate_text(progress.rate));
}

struct Left {
  std::uint64_t day = 0, month = 0;
};

Left left_of(const SpeedTest& test, const throughput::AccountFile& file, const Calendar& calendar) {
  const LedgerTime now = std::chrono::floor<Milliseconds>(commune::now().wall);
  std::string damage;
  const auto account = file.read(now, calendar, damage);
  if (!account) return {};
  const auto rest = [](std::uint64_t budget, std::uint64_t used) {
    return budget > used ? budget - used : 0;
  };
  return {rest(test.budget_day, account->used_day(test, now)),
          rest(test.budget_month, account->used_month(test, now))};
}

void print_direction(const SpeedTest& test, const RunReport& report, Direction way,
                     std::ostream& out) {
  const auto rate = report.measured.rate[static_cast<std::size_t>(way)];
  if (!rate) return;
  const double contracted = test.contracted(way);
  fmt::print(out, "  {:<12}{}", to_string(way), rate_text(*rate));
  if (contracted > 0)
    fmt::print(out, ", {:.0f} % of {} contracted", *rate / contracted * 100, rate_text(contracted));
  fmt::print(out, "\n");
}

void print_report(const SpeedTest& test, const RunReport& report, Left left, std::ostream& out) {
  const auto& measured = report.measured;
  fmt::print(out, "{}{}\n", test.id, test.name == test.id ? "" : "  " + test.name);
  for (const Direction way : kDirections)
    print_direction(test, report, way, out);
  std::string round_trips;
  const auto add = [&](std::string_view when, std::optional<double> took) {
    if (took)
      round_trips +=
          fmt::format("{}{} {:.1f} ms", round_trips.empty() ? "" : ", ", when, *took * 1e3);
  };
  add("idle", measured.idle_seconds);
  add("during download", measured.loaded_seconds[0]);
  add("during upload", measured.loaded_seconds[1]);
  if (!round_trips.empty()) fmt::print(out, "  round trip  {}\n", round_trips);
  fmt::print(out,
             "  used        {:.1f} MB on the wire; left today {:.1f} MB, this month {:.1f} MB\n",
             static_cast<double>(measured.used) * 1e-6, static_cast<double>(left.day) * 1e-6,
             static_cast<double>(left.month) * 1e-6);
  if (measured.ending == Ending::limited)
    fmt::print(out, "  not valid   {}: the line may carry more\n", measured.why);
  else if (measured.ending != Ending::done)
    fmt::print(out, "  {:<12}{}\n", to_string(measured.ending), measured.why);
}

Json or_null(std::optional<double> value) {
  return value ? Json(*value) : Json(nullptr);
}

Json to_json(const SpeedTest& test, const RunReport& report, Left left) {
  const auto& measured = report.measured;
  Json json = {{"test", test.id}, {"result", to_string(measured.ending)}, {"why", measured.why}};
  for (const Direction way : kDirections) {
    const auto at = static_cast<std::size_t>(way);
    const double contracted = test.contracted(way);
    json[std::string(to_string(way))] = {
        {"bytes_per_second", or_null(measured.rate[at])},
        {"contracted_bytes_per_second", contracted > 0 ? Json(contracted) : Json(nullptr)},
        {"round_trip_seconds", or_null(measured.loaded_seconds[at])},
        {"wire_bytes", measured.bytes[at]}};
  }
  json["idle_round_trip_seconds"] = or_null(measured.idle_seconds);
  json["wire_bytes"] = measured.used;
  json["left_day_bytes"] = left.day;
  json["left_month_bytes"] = left.month;
  return json;
}

/// The tests to run. Empty, after reporting the mistake, if there are none.
std::vector<SpeedTest> wanted(const throughput::Options& options, const std::string& id,
                              std::ostream& err) {
  std::vector<SpeedTest> tests;
  std::vector<std::string_view> ids;
  for (const SpeedTest& test : options.tests) {
    ids.push_back(test.id);
    if (id.empty() || test.id == id) tests.push_back(test);
  }
  if (tests.empty() && id.empty())
    fmt::print(err, "the configuration has no [[throughput_test]]\n");
  else if (tests.empty())
    fmt::print(err, "there is no throughput_test \"{}\"{}\n", printable(id), suggestion(id, ids));
  return tests;
}

RunReport run_one(const SpeedTest& test, bool ignore_idle,
                  const throughput::Dependencies& without_progress, ProgressLine& line) {
  throughput::Dependencies dependencies = without_progress;
  MonoTime shown{};
  dependencies.progress = [&](const throughput::Progress& progress) {
    const MonoTime now = commune::now().mono;
    if (now - shown < line.interval()) return;
    shown = now;
    line.show(progress_text(test, progress));
  };
  const bool mind_others = test.only_when_idle && !ignore_idle;
  if (mind_others) line.show(test.id + ": waiting until the line has been idle for ten seconds");
  RunReport report = run_test(test, {kPatience, mind_others, {}}, dependencies);
  line.clear();
  return report;
}

}  // namespace

int run_probe_throughput(const ProbeThroughputArguments& arguments, std::ostream& out,
                         std::ostream& err) {
  set_up_log(LogLevel::warning);
  const auto configuration = load_configuration(arguments.config);
  if (!configuration) {
    for (const auto& error : configuration.error())
      err << error.message() << '\n';
    return 2;
  }
  const auto& options = configuration->settings.throughput;
  const auto tests = wanted(options, arguments.test, err);
  const auto calendar = Calendar::in(options.timezone);
  if (tests.empty() || !calendar) return 2;
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
  const throughput::AccountFile file(options.state_dir);
  const throughput::KernelCounters counters;
  throughput::Dependencies dependencies{file, *calendar, counters, commune::now, {}, {}, {}};
  dependencies.stopping = [] { return interrupted.load(); };
  dependencies.wait = [](Milliseconds duration) {
    for (; duration.count() > 0 && !interrupted; duration -= Milliseconds(50))
      std::this_thread::sleep_for(Milliseconds(50));
    return !interrupted;
  };
  ProgressLine line(err, arguments.redraw);
  Json all = Json::array();
  bool every_one = true;
  for (const SpeedTest& test : tests) {
    const RunReport report = run_one(test, arguments.ignore_idle, dependencies, line);
    every_one = every_one && report.measured.ending == Ending::done;
    const Left left = left_of(test, file, *calendar);
    all.push_back(to_json(test, report, left));
    if (!arguments.json) print_report(test, report, left, out);
  }
  if (arguments.json) out << all.dump(2) << '\n';
  return every_one ? 0 : 1;
}

}  // namespace commune
