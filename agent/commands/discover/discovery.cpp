#include "agent/commands/discover/discovery.hpp"

#include <csignal>
#include <utility>

namespace commune::discover {
namespace {

constexpr const char* kNotAskedYet = "interrupted before it was polled";

}  // namespace

Discovery::Discovery(DiscoveryPlan plan, ProgressLine& progress)
    : plan_(std::move(plan)),
      progress_(progress),
      signals_(loop_.context(), SIGINT, SIGTERM),
      progress_timer_(loop_.context()) {}

Result<DiscoveryOutcome> Discovery::run() {
  auto survey = snmp::Survey::make(loop_, plan_.survey,
                                   [this](snmp::Surveyed result) { surveyed(std::move(result)); });
  if (!survey) return tl::unexpected(survey.error());
  survey_ = std::move(*survey);
  sweep_ = std::make_unique<icmp::Sweep>(
      loop_, plan_.sweep, [this](const Address& address) { answered(address); },
      [this] { swept(); });
  if (auto started = sweep_->start(); !started) return tl::unexpected(started.error());
  signals_.async_wait([this](std::error_code error, int) {
    if (error) return;
    interrupted_ = true;
    loop_.context().stop();
  });
  started_ = now().mono;
  show_progress();
  loop_.run();
  progress_.clear();
  DiscoveryOutcome outcome;
  outcome.complete = !interrupted_;
  outcome.send_failure = sweep_->send_failure();
  const auto& pings = sweep_->figures();
  outcome.nothing_sent = pings.sent > 0 && pings.refused == pings.sent;
  for (auto& [address, device] : found_)
    outcome.found.push_back(std::move(device));
  return outcome;
}

void Discovery::answered(const Address& address) {
  FoundDevice& device = found_[address];
  device.address = address;
  device.pings = true;
  device.failure = kNotAskedYet;
  survey_->add(address, snmp::Presence::answers);
}

void Discovery::swept() {
  sweeping_ = false;
  feed_silent();
  end_when_done();
}

// A few at a time: a whole /8 does not need to wait in memory.
void Discovery::feed_silent() {
  if (sweeping_ || !plan_.silent_too) return;
  const auto& addresses = sweep_->addresses();
  while (next_silent_ < addresses.size() && survey_->left() < 2 * plan_.survey.parallel) {
    const Address address = addresses.at(next_silent_++);
    if (!sweep_->answered(address)) survey_->add(address, snmp::Presence::unknown);
  }
}

void Discovery::surveyed(snmp::Surveyed result) {
  const bool silent = !found_.contains(result.address);
  if (!silent || result.login) {
    FoundDevice& device = found_[result.address];
    device.address = result.address;
    device.login = result.login;
    device.failure = std::move(result.failure);
    device.device = std::move(result.device);
    if (device.login) ++identified_;
  }
  feed_silent();
  end_when_done();
}

void Discovery::end_when_done() {
  if (!sweeping_ && survey_->left() == 0) loop_.context().stop();
}

ProgressFigures Discovery::figures() const {
  ProgressFigures figures;
  figures.sweep = sweep_->figures();
  figures.sweeping = sweeping_;
  figures.identified = identified_;
  figures.identifying = survey_->left();
  if (plan_.silent_too && !sweeping_)
    figures.identifying += sweep_->addresses().size() - next_silent_;
  figures.per_second = plan_.sweep.per_second;
  return figures;
}

void Discovery::show_progress() {
  progress_timer_.expires_after(progress_.interval());
  progress_timer_.async_wait([this](std::error_code error) {
    if (error) return;
    const auto elapsed = std::chrono::duration_cast<Milliseconds>(now().mono - started_);
    progress_.show(progress_text(figures(), plan_.sweep.rounds, elapsed));
    show_progress();
  });
}

}  // namespace commune::discover
