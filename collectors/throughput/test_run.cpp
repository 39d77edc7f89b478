#include "collectors/throughput/test_run.hpp"

#include <algorithm>
#include <utility>

#include "collectors/throughput/idleness.hpp"
#include "collectors/throughput/schedule.hpp"
#include "core/runtime/log.hpp"

namespace commune::throughput {
namespace {

constexpr Milliseconds kLook{1000};
constexpr Milliseconds kCount{50};

LedgerTime ledger_time(const Moment& moment) {
  return std::chrono::floor<Milliseconds>(moment.wall);
}

double megabits(double bytes_per_second) {
  return bytes_per_second * 8e-6;
}

Measured unmeasured(Ending ending, std::string why) {
  Measured measured;
  measured.ending = ending;
  measured.why = std::move(why);
  return measured;
}

/// The interface whose counters show others' traffic.
Result<std::string> watched_interface(const SpeedTest& test, const LineCounters& counters) {
  return test.interface.empty() ? counters.default_interface()
                                : Result<std::string>(test.interface);
}

/// Empty once the line was idle for long enough.
std::optional<Why> wait_for_quiet(const SpeedTest& test, const RunPlan& plan,
                                  const Dependencies& dependencies) {
  const auto interface = watched_interface(test, dependencies.counters);
  if (!interface) return Why{Ending::skipped, interface.error().message()};
  QuietWatch quiet(test.idle_below);
  const MonoTime begin = dependencies.now().mono;
  for (;;) {
    const auto line = dependencies.counters.read(*interface);
    if (!line) return Why{Ending::skipped, line.error().message()};
    const MonoTime now = dependencies.now().mono;
    quiet.look(now, *line);
    if (quiet.quiet_for() >= kQuietBefore) return std::nullopt;
    if (now - begin >= plan.patience + kQuietBefore)
      return Why{Ending::skipped, fmt::format("{} was busy all the time, lastly with {:.2f} Mbit/s",
                                              *interface, megabits(quiet.last_rate()))};
    if (!dependencies.wait(kLook)) return Why{Ending::stopped, "stopped"};
  }
}

/// Watches the line for others' bytes.
class Others {
 public:
  Others(const SpeedTest& test, const Dependencies& dependencies)
      : below_(test.idle_below),
        watch_(below_),
        interface_(watched_interface(test, dependencies.counters)),
        dependencies_(dependencies) {}

  std::optional<Why> look(LineCount ours, bool complete) {
    if (!complete) watch_ = OthersWatch(below_);
    if (!complete) return std::nullopt;
    const MonoTime now = dependencies_.now().mono;
    if (now - last_ < kCount) return std::nullopt;
    last_ = now;
    const auto line = interface_ ? dependencies_.counters.read(*interface_)
                                 : Result<LineCount>(tl::unexpected(interface_.error()));
    if (!line) return Why{Ending::failed, line.error().message()};
    const auto rate = watch_.look(now, *line, ours);
    if (!rate) return std::nullopt;
    return Why{Ending::yielded,
               fmt::format("others use {} with {:.2f} Mbit/s", *interface_, megabits(*rate))};
  }

 private:
  double below_;
  OthersWatch watch_;
  Result<std::string> interface_;
  const Dependencies& dependencies_;
  MonoTime last_{};
};

Measured measure_within(const SpeedTest& test, const RunPlan& plan,
                        const Dependencies& dependencies, std::uint64_t budget) {
  Others others(test, dependencies);
  Conditions conditions;
  conditions.budget = budget;
  conditions.progress = dependencies.progress;
  conditions.stop = [&](LineCount ours, bool complete) -> std::optional<Why> {
    if (dependencies.stopping()) return Why{Ending::stopped, "stopped"};
    return plan.mind_others ? others.look(ours, complete) : std::nullopt;
  };
  return measure(test, conditions);
}

std::uint64_t to_reserve(const SpeedTest& test, std::uint64_t left) {
  return std::min(left, expected_bytes(test).value_or(left));
}

/// The account that a run may spend from.
Result<Account> open_account(const Dependencies& dependencies, LedgerTime now) {
  std::string damage;
  auto account = dependencies.file.read(now, dependencies.calendar, damage);
  if (!damage.empty())
    spdlog::error(
        "throughput: {}: {}; every budget counts as used up until {}. If that is wrong, remove the "
        "file",
        dependencies.file.path(), damage,
        dependencies.calendar.text(dependencies.calendar.next(Period::month, now)));
  return account;
}

/// Checks the account and reserves the bytes; returns a reason not to run when there is one.
std::optional<Why> reserve(const SpeedTest& test, const Dependencies& dependencies, LedgerTime now,
                           Account& account, std::uint64_t& reserved) {
  if (!is_credible(now, account))
    return Why{
        Ending::skipped,
        fmt::format("the clock shows {}, which is wrong: the day of the budget is unknown "
                    "(it was {} before; see {})",
                    dependencies.calendar.text(now),
                    dependencies.calendar.text(account.written_at()), dependencies.file.path())};
  reserved = to_reserve(test, account.left(test, now));
  if (reserved < kLeastBytes * static_cast<std::uint64_t>(test.connections))
    return Why{Ending::budget, fmt::format("{} bytes of the budget are left", reserved)};
  account.reserve(test, reserved, now, dependencies.calendar);
  if (auto written = dependencies.file.write(account, now); !written)
    return Why{Ending::failed, "nothing is spent without an account: " + written.error().message()};
  return std::nullopt;
}

void settle(const SpeedTest& test, const RunPlan& plan, const Dependencies& dependencies,
            const RunReport& report, std::uint64_t reserved, Account& account) {
  const Measured& measured = report.measured;
  account.settle(test, reserved, measured.used);
  TestAccount& own = account.of(test.id);
  own.past = after(own.past, measured.ending, report.begin, plan.window);
  const LedgerTime end = ledger_time(dependencies.now());
  if (measured.ending == Ending::done)
    own.found = Found{end, measured.rate, measured.idle_seconds, measured.loaded_seconds};
  // The clock may have been set back in between: the time of the account never goes back.
  if (auto written = dependencies.file.write(account, std::max(end, report.begin)); !written)
    spdlog::error("throughput: {}; the whole of the reserved bytes counts as used",
                  written.error().message());
}

}  // namespace

Past after(const Past& past, Ending ending, LedgerTime begin, LedgerTime window) {
  if (ending == Ending::stopped) return past;
  Past next = past;
  if (ending == Ending::done || ending == Ending::limited) {
    next.done = begin;
    next.attempts = 0;
    return next;
  }
  const bool same_window = past.attempt && *past.attempt >= window && *past.attempt <= begin;
  next.attempts = same_window ? past.attempts + 1 : 1;
  // A used-up budget does not come back within a window.
  if (ending == Ending::budget) next.attempts = kMostAttempts;
  next.attempt = begin;
  return next;
}

RunReport run_test(const SpeedTest& test, const RunPlan& plan, const Dependencies& dependencies) {
  RunReport report;
  report.begin = ledger_time(dependencies.now());
  if (plan.mind_others)
    if (auto why = wait_for_quiet(test, plan, dependencies)) {
      report.measured = unmeasured(why->ending, std::move(why->text));
      return report;
    }
  report.begin = ledger_time(dependencies.now());
  const auto lock = dependencies.file.lock();
  if (!lock) {
    report.measured = unmeasured(Ending::skipped, lock.error().message());
    return report;
  }
  auto account = open_account(dependencies, report.begin);
  if (!account) {
    report.measured = unmeasured(Ending::failed, account.error().message());
    return report;
  }
  std::uint64_t reserved = 0;
  if (auto why = reserve(test, dependencies, report.begin, *account, reserved)) {
    report.measured = unmeasured(why->ending, std::move(why->text));
    return report;
  }
  report.measured = measure_within(test, plan, dependencies, reserved);
  settle(test, plan, dependencies, report, reserved, *account);
  return report;
}

}  // namespace commune::throughput
