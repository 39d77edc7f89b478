#include "exporters/notify/fault_book.hpp"

#include <algorithm>
#include <charconv>

#include "core/model/text.hpp"
#include "core/runtime/log.hpp"

namespace commune::notify {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds kBetweenQuestions{15};  // While an end waits to be confirmed.
constexpr minutes kSilence{10};  // Then Prometheus is asked about an open fault without a webhook.
constexpr minutes kBetweenLooks{1};
constexpr int kLooksInARow = 3;
constexpr hours kLongestDoubt{24};
// Alertmanager repeats a firing alert every few hours: one that it did not mention for so long and
// then reports with a new start is a new fault. It does not report ends of severity info outside
// working hours.
constexpr hours kForgottenAfter{48}, kInfoForgottenAfter{9};
constexpr hours kKeptClosed{7 * 24};
constexpr hours kOldestStart{400 * 24};
constexpr std::int64_t kMostWaiting = 5000;

/// `since` in Unix seconds, where the rule knows better than Prometheus when it began.
LedgerTime real_start(const Alert& alert) {
  const auto text = alert.annotation("since");
  std::int64_t since = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), since);
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const bool whole = error == std::errc{} && (rest.empty() || rest[0] == '.');
  const LedgerTime start{seconds(whole ? std::clamp<std::int64_t>(since, 0, 1LL << 40) : 0)};
  const bool plausible = start > alert.starts - kOldestStart && start <= alert.starts + hours(1);
  return plausible ? start : alert.starts;
}

/// The end is measured, and no rule fires any more: an Alertmanager that is only slow to repeat
/// itself must not have its fault ended under it.
std::string restored_and_quiet(const Fault& fault) {
  std::string matchers;
  for (const auto& [name, value] : fault.labels)
    if (name != "severity" && name != "alertstate")
      matchers += fmt::format(",{}={}", name, promql_quote(value));
  return fmt::format("({}) unless on() ALERTS{{alertstate=\"firing\"{}}}",
                     text_of(fault.annotations, "restored_when"), matchers);
}

/// Whether the end of the fault must have passed Alertmanager by.
bool is_forgotten(const Fault& fault, const Alert& alert, LedgerTime now) {
  const auto limit = alert.label("severity") == "info" ? kInfoForgottenAfter : kForgottenAfter;
  return now - fault.heard > limit && alert.starts > fault.starts;
}

std::string summary(const Fault& fault) {
  const auto text = text_of(fault.annotations, "summary");
  return std::string(text.empty() ? text_of(fault.labels, "alertname") : text);
}

}  // namespace

std::string FaultBook::recipient_for(std::string_view contact) const {
  const auto known = [&](const Recipient& each) {
    return each.id.value == contact && !each.addresses.empty();
  };
  if (std::any_of(options_.recipients.begin(), options_.recipients.end(), known))
    return std::string(contact);
  if (contact.empty())
    spdlog::info("notify: the webhook names no ?contact=: {} gets the message",
                 options_.default_contact.value);
  else
    spdlog::warn("notify: no contact \"{}\" that can be reached: {} gets the message",
                 contact.substr(0, 64), options_.default_contact.value);
  return options_.default_contact.value;
}

Result<void> FaultBook::receive_alerts(const std::vector<Alert>& alerts, std::string_view contact,
                                       LedgerTime now) {
  const std::string recipient = recipient_for(contact);
  bool full = false;
  auto done = store_.transaction([&] {
    full = store_.count_waiting() >= kMostWaiting;
    if (full) return;
    for (const Alert& alert : alerts)
      take_one(alert, recipient, now);
  });
  if (done && full)
    return fail("notify", "{} messages wait to be sent already: no more is taken", kMostWaiting);
  return done;
}

void FaultBook::take_one(const Alert& alert, const std::string& recipient, LedgerTime now) {
  const auto severity = alert.label("severity");
  if (severity == "none" || alert.label("alertname") == "Watchdog") return;
  if (alert.firing)
    take_firing(alert, recipient, now);
  else
    take_resolved(alert, recipient, now);
}

void FaultBook::take_firing(const Alert& alert, const std::string& recipient, LedgerTime now) {
  const std::string key = fault_key(alert.labels);
  auto known = store_.unclosed(key, recipient);
  if (known && is_forgotten(*known, alert, now)) {
    spdlog::info("notify: closed without a word, since nothing was heard of it for {} h: {}",
                 std::chrono::floor<hours>(now - known->heard).count(), summary(*known));
    known->until = now;
    store_.close(*known, now);
    known.reset();
  }
  if (known) {
    looks_.erase(known->id);
    known->state = FaultState::open;
    known->until.reset();
    known->resolved.reset();
    known->labels = alert.labels;
    known->annotations = alert.annotations;
    known->starts = std::max(known->starts, alert.starts);
    known->heard = now;
    store_.update(*known);
    return;
  }
  const auto last = store_.last_closed(key, recipient);
  if (last && alert.starts <= last->starts) return;  // Late: of the outage that is over.
  Fault fault;
  fault.key = key;
  fault.recipient = recipient;
  fault.labels = alert.labels;
  fault.annotations = alert.annotations;
  fault.starts = alert.starts;
  fault.since = real_start(alert);
  fault.heard = now;
  store_.add_message(store_.add(fault), MessageKind::begin, now);
}

bool FaultBook::must_be_confirmed(const Fault& fault) const {
  return !options_.prometheus.empty() && !text_of(fault.annotations, "restored_when").empty();
}

void FaultBook::take_resolved(const Alert& alert, const std::string& recipient, LedgerTime now) {
  auto known = store_.unclosed(fault_key(alert.labels), recipient);
  if (!known) return;
  // The fault continues with another severity, which Alertmanager treats as another alert.
  if (alert.label("severity") != text_of(known->labels, "severity")) return;
  const LedgerTime ends = alert.ends.value_or(now);
  if (alert.starts < known->starts && ends <= known->starts)
    return;  // It belongs to the outage before.
  const bool plausible = ends > known->since && ends <= now;
  const LedgerTime until = plausible ? ends : now;
  known->heard = now;
  // The words of the end and its measurement follow the latest alert, which may cover more than the
  // first one did; the words of the beginning stay as people read them.
  for (const std::string_view name : {"restored", "restored_en", "restored_when"})
    if (const auto text = alert.annotations.find(name); text != alert.annotations.end())
      known->annotations.insert_or_assign(std::string(name), text->second);
  if (!must_be_confirmed(*known)) return end_fault(*known, until, now);
  if (known->state == FaultState::open) {
    known->state = FaultState::ending;
    known->resolved = now;
    known->until = until;
    looks_.erase(known->id);
  }
  store_.update(*known);
}

void FaultBook::end_fault(Fault fault, LedgerTime until, LedgerTime now) {
  fault.until = until;
  looks_.erase(fault.id);
  store_.close(fault, now);
  store_.add_message(fault.id, MessageKind::end, now);
}

bool FaultBook::is_due(const Fault& fault, LedgerTime now) const {
  if (!must_be_confirmed(fault)) return false;
  if (fault.state == FaultState::open && now - fault.heard < kSilence) return false;
  const auto looks = looks_.find(fault.id);
  if (looks == looks_.end()) return true;
  // A wall clock that was set back must not make it wait.
  return now >= looks->second.next || looks->second.next - now > kBetweenLooks;
}

std::vector<FaultBook::Question> FaultBook::questions(LedgerTime now) {
  std::vector<Question> all;
  for (const Fault& fault : store_.all_unclosed()) {
    if (!is_due(fault, now)) continue;
    const bool ending = fault.state == FaultState::ending;
    looks_[fault.id].next = now + (ending ? seconds(kBetweenQuestions) : seconds(kBetweenLooks));
    all.push_back({fault.id, fault.state,
                   ending ? std::string(text_of(fault.annotations, "restored_when"))
                          : restored_and_quiet(fault)});
  }
  return all;
}

Result<void> FaultBook::answered(const Question& question, bool holds, LedgerTime now) {
  return store_.transaction([&] {
    const auto fault = store_.fault(question.fault);
    // Alertmanager may have spoken meanwhile.
    if (!fault || fault->state != question.state) return;
    if (question.state == FaultState::open && now - fault->heard < kSilence) return;
    Looks& looks = looks_[fault->id];
    if (!holds) {
      looks.in_a_row = 0;
      looks.was_doubtful = true;
      return;
    }
    if (question.state == FaultState::ending)
      return end_fault(*fault, looks.was_doubtful ? now : fault->until.value_or(now), now);
    if (looks.in_a_row++ == 0) looks.first_held = now;
    if (looks.in_a_row < kLooksInARow) return;
    spdlog::info("notify: over by what Prometheus measures, without a word of Alertmanager: {}",
                 summary(*fault));
    end_fault(*fault, looks.first_held, now);
  });
}

Result<void> FaultBook::tidy(LedgerTime now) {
  return store_.transaction([&] {
    for (Fault& fault : store_.all_unclosed()) {
      if (fault.state != FaultState::ending) continue;
      if (!must_be_confirmed(fault)) {
        end_fault(fault, fault.until.value_or(now), now);
      } else if (now - fault.resolved.value_or(now) >= kLongestDoubt) {
        spdlog::warn("notify: closed without a word, since its end was not measured in {} h: {}",
                     kLongestDoubt.count(), summary(fault));
        looks_.erase(fault.id);
        store_.close(fault, now);
      }
    }
    store_.forget_before(now - kKeptClosed);
  });
}

}  // namespace commune::notify
