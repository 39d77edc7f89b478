#include "exporters/notify/notifier.hpp"

#include <exception>
#include <utility>

#include "core/runtime/log.hpp"
#include "exporters/notify/dispatcher.hpp"
#include "exporters/notify/fault_book.hpp"

namespace commune::notify {
namespace {

constexpr std::chrono::seconds kBetweenRounds{1};
constexpr std::chrono::minutes kBetweenTidying{1};
constexpr std::chrono::milliseconds kFarewell{1500};

}  // namespace

Result<std::unique_ptr<Notifier>> Notifier::open(Options options, Dependencies dependencies) {
  auto calendar = Calendar::in(options.timezone);
  if (!calendar) return tl::unexpected(calendar.error());
  auto opened = FaultStore::open(options.state_dir);
  if (!opened) return tl::unexpected(opened.error());
  if (!opened->put_aside.empty())
    spdlog::error(
        "notify: the file of open faults was damaged: it lies at {} now, a new one is begun",
        opened->put_aside);
  Frame frame{options.commune_name, options.languages, *calendar, options.grafana,
              options.runbooks};
  if (frame.languages.empty()) frame.languages = {Language::vi};
  return std::unique_ptr<Notifier>(new Notifier(std::move(options), std::move(dependencies),
                                                std::move(opened->store), std::move(frame)));
}

Notifier::Notifier(Options options, Dependencies dependencies, std::unique_ptr<FaultStore> store,
                   Frame frame)
    : options_(std::move(options)),
      dependencies_(std::move(dependencies)),
      store_(std::move(store)),
      book_(std::make_unique<FaultBook>(options_, *store_)),
      dispatcher_(std::make_unique<Dispatcher>(options_, std::move(frame), *store_)) {}

Notifier::~Notifier() {
  stop();
}

void Notifier::start() {
  for (std::size_t channel = 0; channel < options_.channels.size(); ++channel)
    start_worker("notify-send", [this, channel] { deliver(channel); });
  start_worker("notify-ends", [this] { watch_ends(); });
}

void Notifier::start_worker(const std::string& name, std::function<void()> work) {
  workers_.push_back(std::make_unique<WorkerThread>());
  workers_.back()->start(name, record_, std::move(work));
}

void Notifier::note(const Result<void>& done) {
  if (done) return;
  damaged_ = damaged_ || store_->was_damaged();
  spdlog::error("notify: {}", done.error().message());
}

void Notifier::stop() {
  {
    const auto until = std::chrono::steady_clock::now() + kFarewell;
    MutexLock lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
    while (busy_ > 0 && std::chrono::steady_clock::now() < until)
      changed_.wait_until(lock, until);
  }
  if (dependencies_.abort) dependencies_.abort();
  workers_.clear();
}

Result<void> Notifier::receive_alerts(const std::vector<Alert>& alerts, std::string_view contact) {
  const MutexLock lock(mutex_);
  auto taken = book_->receive_alerts(alerts, contact, dependencies_.clock());
  if (taken)
    alerts_ += alerts.size();
  else
    note(taken);
  changed_.notify_all();
  return taken;
}

void Notifier::deliver(std::size_t channel) {
  MutexLock lock(mutex_);
  while (!stopping_) {
    const auto job = dispatcher_->next(channel, dependencies_.clock());
    if (!job) {
      changed_.wait_for(lock, kBetweenRounds);
      continue;
    }
    ++busy_;
    lock.unlock();
    Outcome outcome;
    try {
      outcome = dependencies_.transport.send(options_.channels[channel], job->letter);
    } catch (const std::exception& error) {  // No memory, mostly.
      outcome = Outcome::of(Outcome::Kind::temporary, error.what());
    }
    lock.lock();
    --busy_;
    dispatcher_->record(*job, outcome, dependencies_.clock());
    changed_.notify_all();
  }
}

void Notifier::watch_ends() {
  MutexLock lock(mutex_);
  std::optional<LedgerTime> tidied;
  while (!stopping_) {
    const LedgerTime now = dependencies_.clock();
    const bool due = !tidied || now - *tidied >= kBetweenTidying || now < *tidied;
    if (due) {
      tidied = now;
      note(book_->tidy(now));
    }
    lock.unlock();
    ask_about_ends();
    lock.lock();
    if (!stopping_) changed_.wait_for(lock, kBetweenRounds);
  }
}

void Notifier::ask_about_ends() {
  MutexLock lock(mutex_);
  for (const auto& question : book_->questions(dependencies_.clock())) {
    if (stopping_) return;
    ++busy_;
    lock.unlock();
    const auto holds = dependencies_.holds(question.expression);
    lock.lock();
    --busy_;
    changed_.notify_all();
    if (!holds) {
      // Whoever does not answer is not asked the rest; nor is this one's end certain.
      if (!stopping_ && std::exchange(prometheus_answers_, false))
        spdlog::warn("notify: no end can be confirmed: {}", holds.error().message());
      return;
    }
    if (!std::exchange(prometheus_answers_, true)) spdlog::info("notify: Prometheus answers again");
    note(book_->answered(question, *holds, dependencies_.clock()));
    if (*holds) changed_.notify_all();
  }
}

NotifyFigures Notifier::figures() {
  const MutexLock lock(mutex_);
  NotifyFigures figures;
  figures.channels = dispatcher_->figures();
  figures.alerts = alerts_;
  figures.pending = static_cast<std::uint64_t>(store_->count_waiting());
  figures.oldest_pending = store_->oldest_waiting();
  figures.open_faults = static_cast<std::uint64_t>(store_->count_unclosed());
  return figures;
}

std::vector<Finished> Notifier::last_messages(int count) {
  const MutexLock lock(mutex_);
  auto messages = store_->last_finished(count);
  for (Finished& each : messages)
    for (const Recipient& recipient : options_.recipients)
      if (recipient.id.value == each.recipient && !recipient.name.empty())
        each.recipient = recipient.name;
  return messages;
}

}  // namespace commune::notify
