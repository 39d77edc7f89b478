#include "exporters/notify/dispatcher.hpp"

#include <algorithm>

#include "core/runtime/log.hpp"
#include "exporters/notify/long_text.hpp"
#include "exporters/notify/night.hpp"
#include "exporters/notify/plain_text.hpp"
#include "exporters/notify/short_text.hpp"

namespace commune::notify {
namespace {

using std::chrono::seconds;

constexpr std::size_t kZaloUnits = 2000, kTelegramUnits = 4096, kMailUnits = 60'000;
/// A channel that failed so often in a row is passed over for a while where there is another.
constexpr int kFailuresToRest = 3;
constexpr seconds kRest{60};
constexpr seconds kLongestPause{3600};

/// The message as the channel's kind takes it.
std::string text_for(const Channel& channel, const Facts& facts, const Frame& frame) {
  if (std::holds_alternative<SmsGateway>(channel.kind)) return sms_text(facts, frame);
  std::size_t units = kMailUnits;
  if (std::holds_alternative<Zalo>(channel.kind)) units = kZaloUnits;
  if (std::holds_alternative<Telegram>(channel.kind)) units = kTelegramUnits;
  return cut_to_units(long_text(facts, frame), units);
}

}  // namespace

Dispatcher::Dispatcher(const Options& options, Frame frame, FaultStore& store)
    : options_(options), frame_(std::move(frame)), store_(store) {
  for (const Channel& channel : options_.channels) {
    buckets_.emplace_back(channel.per_minute / 60, std::max(channel.per_minute, 1.0));
    health_.emplace_back();
    figures_.push_back({channel.id, 0, 0, 0});
  }
}

const Recipient* Dispatcher::find(const std::string& id) const {
  const Recipient* by_default = nullptr;
  for (const Recipient& each : options_.recipients) {
    if (each.id.value == id) return &each;
    if (each.id == options_.default_contact) by_default = &each;
  }
  return by_default;
}

bool Dispatcher::is_held(const Waiting& message, LedgerTime now) const {
  return !message.critical && options_.night && is_night(*options_.night, frame_.calendar, now);
}

bool Dispatcher::is_resting(std::size_t channel, LedgerTime now) const {
  const ChannelHealth& health = health_[channel];
  return health.failures_in_a_row >= kFailuresToRest && now < health.last_failure + kRest &&
         now >= health.last_failure;
}

bool Dispatcher::is_paused(std::size_t channel, LedgerTime now) const {
  const auto left = health_[channel].paused_until - now;
  // A longer pause is one that a clock set back has made.
  return left > Milliseconds(0) && left <= kLongestPause;
}

std::optional<Job> Dispatcher::next(std::size_t channel, LedgerTime now) {
  write_down(now);
  if (buckets_[channel].available(now) == 0) return {};
  const auto message = first_due(channel, now);
  if (!message) return {};
  auto job = job_for(*message, channel);
  if (!job) return {};
  buckets_[channel].spend(1);
  under_way_.insert(message->id);
  return job;
}

std::optional<Waiting> Dispatcher::first_due(std::size_t channel, LedgerTime now) {
  auto all = store_.waiting();
  std::map<std::pair<std::string, std::string>, std::int64_t> first_of_key;
  for (const Waiting& each : all)
    first_of_key.try_emplace({each.key, each.recipient}, each.id);
  std::vector<Waiting> candidates = all;
  std::stable_partition(candidates.begin(), candidates.end(),
                        [](const Waiting& each) { return each.critical; });
  for (Waiting& each : candidates) {
    const bool free = first_of_key[{each.key, each.recipient}] == each.id &&
                      !under_way_.contains(each.id) && !unwritten_.contains(each.id);
    if (!free || is_held(each, now)) continue;
    const auto awake = awake_since(options_.night, frame_.calendar, each.written, each.critical);
    if (now - awake > options_.max_age) {
      give_up(each, now);
      continue;
    }
    if (each.kind == MessageKind::begin && !merge(all, each, now)) continue;
    const Recipient* recipient = find(each.recipient);
    if (recipient && may_go(each, *recipient, channel, now)) return each;
  }
  return {};
}

// False if the disk refuses the record: nothing is sent then, so that nobody gets it twice.
bool Dispatcher::merge(const std::vector<Waiting>& all, Waiting& message, LedgerTime now) {
  const auto end = std::find_if(all.begin(), all.end(), [&](const Waiting& each) {
    return each.fault == message.fault && each.kind == MessageKind::end;
  });
  if (end == all.end()) return true;
  const auto done =
      store_.transaction([&] { store_.finish(message.id, MessageState::merged, now); });
  if (!done) return false;
  routes_.erase(message.id);
  message = *end;
  return true;
}

bool Dispatcher::may_go(const Waiting& message, const Recipient& recipient, std::size_t channel,
                        LedgerTime now) {
  const auto& addresses = recipient.addresses;
  if (addresses.empty()) return false;
  Route& route = routes_[message.id];
  if (route.address >= addresses.size()) route.address = 0;
  if (!route.is_due(now)) return false;
  while (route.address + 1 < addresses.size() && is_resting(addresses[route.address].channel, now))
    route.go_on(addresses.size(), now);
  return addresses[route.address].channel == channel && !is_paused(channel, now);
}

std::optional<Job> Dispatcher::job_for(const Waiting& message, std::size_t channel) {
  const auto fault = store_.fault(message.fault);
  const Recipient* recipient = find(message.recipient);
  if (!fault || !recipient) return {};
  Facts facts{fault->labels, fault->annotations, fault->since, {}, true};
  Job job;
  if (message.kind == MessageKind::end) {
    facts.until = fault->until.value_or(message.written);
    const auto beginning = store_.beginning(message.fault);
    facts.beginning_delivered = beginning && beginning->state == MessageState::delivered;
    if (facts.beginning_delivered)
      job.letter.answers_to = fmt::format("{}-{}", store_.origin(), beginning->message);
  }
  job.message = message.id;
  job.channel = channel;
  job.recipient_name = recipient->name.empty() ? recipient->id.value : recipient->name;
  job.line = std::string(mark(facts)) + " " + one_line(facts, frame_);
  job.letter.id = fmt::format("{}-{}", store_.origin(), message.id);
  job.letter.to = recipient->addresses[routes_[message.id].address].to;
  job.letter.subject = subject_text(facts, frame_);
  job.letter.text = text_for(options_.channels[channel], facts, frame_);
  job.letter.written = message.written;
  return job;
}

void Dispatcher::give_up(const Waiting& message, LedgerTime now) {
  const Recipient* recipient = find(message.recipient);
  std::string channel;
  if (recipient && !recipient->addresses.empty()) {
    const auto address = std::min(routes_[message.id].address, recipient->addresses.size() - 1);
    const auto position = recipient->addresses[address].channel;
    channel = options_.channels[position].id;
    ++figures_[position].abandoned;
  }
  std::string line;
  if (const auto fault = store_.fault(message.fault))
    line = one_line({fault->labels, fault->annotations, fault->since, {}, true}, frame_);
  spdlog::error("notify: given up after {} s, {} never got it: {} (last: {})",
                options_.max_age.count(), recipient ? recipient->name : message.recipient, line,
                last_error_.contains(message.id) ? last_error_[message.id] : "not tried");
  finish(message.id, {MessageState::abandoned, channel, line}, now);
}

void Dispatcher::record(const Job& job, const Outcome& outcome, LedgerTime now) {
  under_way_.erase(job.message);
  const std::string& channel = options_.channels[job.channel].id;
  switch (outcome.kind) {
    case Outcome::Kind::aborted:
      return;
    case Outcome::Kind::delivered:
      ++figures_[job.channel].delivered;
      spdlog::info("notify: sent to {} by {}: {}", job.recipient_name, channel, job.line);
      finish(job.message, {MessageState::delivered, channel, job.line}, now);
      note_success(job.channel, now);
      return;
    case Outcome::Kind::temporary:
    case Outcome::Kind::permanent:
      note_failure(job, outcome, now);
  }
}

void Dispatcher::note_success(std::size_t channel, LedgerTime now) {
  const bool had_failed = health_[channel].failures_in_a_row > 0;
  health_[channel] = {};
  if (!had_failed) return;
  // The far end answers again: messages that wait for their next round go out at once.
  for (auto& [message, route] : routes_)
    if (route.address == 0 && route.tries == 0) route.next = std::min(route.next, now);
}

void Dispatcher::note_failure(const Job& job, const Outcome& outcome, LedgerTime now) {
  ++figures_[job.channel].failed;
  const bool passing = outcome.kind == Outcome::Kind::temporary;
  ChannelHealth& health = health_[job.channel];
  // Whoever refuses is there.
  health.failures_in_a_row = passing ? health.failures_in_a_row + 1 : 0;
  health.last_failure = now;
  if (outcome.retry_after > seconds(0))
    health.paused_until = now + std::min<seconds>(outcome.retry_after, kLongestPause);
  last_error_[job.message] = outcome.what;
  std::size_t addresses = 1;
  for (const Waiting& each : store_.waiting())
    if (each.id == job.message)
      if (const Recipient* recipient = find(each.recipient))
        addresses = std::max<std::size_t>(1, recipient->addresses.size());
  Route& route = routes_[job.message];
  if (passing && !is_resting(job.channel, now))
    route.try_again(addresses, now, outcome.retry_after);
  else
    route.go_on(addresses, now);
  spdlog::warn("notify: not sent to {} by {}: {}; {} in {} s", job.recipient_name,
               options_.channels[job.channel].id, outcome.what,
               route.tries > 0 ? "tried again" : "the next address is tried",
               std::chrono::ceil<seconds>(route.next - now).count());
}

void Dispatcher::finish(std::int64_t message, Ending ending, LedgerTime now) {
  routes_.erase(message);
  last_error_.erase(message);
  unwritten_[message] = std::move(ending);
  write_down(now);
}

// A finished message is not sent again by this process, even if the disk refuses the record.
void Dispatcher::write_down(LedgerTime now) {
  if (unwritten_.empty()) return;
  const auto done = store_.transaction([&] {
    for (const auto& [message, ending] : unwritten_)
      store_.finish(message, ending.state, now, ending.channel, ending.line);
  });
  if (done)
    unwritten_.clear();
  else
    spdlog::error("notify: {}", done.error().message());
}

}  // namespace commune::notify
