#include "agent/run/reload.hpp"

#include <exception>
#include <future>
#include <utility>

#include "core/runtime/heap.hpp"

namespace commune {
namespace {

std::string lines_of(const std::vector<Error>& errors) {
  std::string text;
  for (const Error& error : errors)
    text += error.message() + "\n";
  return text;
}

ReloadOutcome rejected(std::string why) {
  ReloadOutcome outcome;
  outcome.mistakes.push_back({"", std::move(why)});
  return outcome;
}

}  // namespace

std::string to_text(const ReloadOutcome& outcome) {
  if (!outcome.accepted())
    return "new configuration rejected; still running with the old one:\n" +
           lines_of(outcome.mistakes);
  std::string text = fmt::format("configuration reloaded: {} device{}\n", outcome.devices,
                                 outcome.devices == 1 ? "" : "s");
  for (const std::string& setting : outcome.needs_restart)
    text += setting + " takes effect after a restart\n";
  if (!outcome.failures.empty())
    text += "still running with the old settings:\n" + lines_of(outcome.failures);
  return text;
}

Reload::Reload(Load load, Parts& parts, EventLoop& main_loop, Done observe)
    : load_(std::move(load)), parts_(parts), main_loop_(main_loop), observe_(std::move(observe)) {}

Reload::~Reload() {
  stop();
}

void Reload::start() {
  thread_.start("reload", record_, [this] { serve(); });
}

void Reload::request(Done done) {
  {
    const MutexLock lock(mutex_);
    if (!closed_) {
      waiting_.push_back(std::move(done));
      changed_.notify_all();
      return;
    }
  }
  if (done) done(rejected("the agent is stopping"));
}

ReloadOutcome Reload::run() {
  std::promise<ReloadOutcome> promise;
  request([&promise](const ReloadOutcome& outcome) { promise.set_value(outcome); });
  return promise.get_future().get();
}

void Reload::finish(std::function<void()> finished) {
  const MutexLock lock(mutex_);
  closed_ = true;
  finished_ = std::move(finished);
  changed_.notify_all();
}

void Reload::stop() {
  {
    const MutexLock lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }
  thread_.stop();
}

void Reload::serve() {
  MutexLock lock(mutex_);
  while (true) {
    while (waiting_.empty() && !closed_)
      changed_.wait(lock);
    const auto asked = std::exchange(waiting_, {});
    const bool last = closed_;
    const auto finished = std::exchange(finished_, {});
    lock.unlock();
    if (!asked.empty()) {
      const ReloadOutcome outcome = last ? rejected("the agent is stopping") : reload_once();
      for (const Done& done : asked)
        if (done) done(outcome);
    }
    if (finished) finished();
    if (last) return;
    lock.lock();
  }
}

// Every caller gets an answer, whatever happens.
ReloadOutcome Reload::reload_once() {
  ReloadOutcome outcome;
  try {
    outcome = transact();
    observe_(outcome);
  } catch (const std::exception& error) {
    record_->count_failure();
    log_failure("reload", error.what());
    outcome = rejected(error.what());
  }
  give_back_freed_memory();
  return outcome;
}

ReloadOutcome Reload::transact() {
  ReloadOutcome outcome;
  const auto next = load_();
  if (!next) {
    outcome.mistakes = next.error();
    return outcome;
  }
  outcome.mistakes = parts_.check(*next);
  if (!outcome.accepted()) return outcome;
  outcome.devices = next->inventory->devices.size();
  outcome.needs_restart = parts_.needs_restart(*next);
  use_together(*next, outcome.failures);
  for (Error& error : parts_.use(Part::Turn::afterwards, *next))
    outcome.failures.push_back(std::move(error));
  return outcome;
}

void Reload::use_together(const Configuration& next, std::vector<Error>& failures) {
  std::promise<void> used;
  main_loop_.post([&] {
    try {
      failures = parts_.use(Part::Turn::together, next);
      used.set_value();
    } catch (const std::exception&) {
      used.set_exception(std::current_exception());
    }
  });
  used.get_future().get();
}

}  // namespace commune
