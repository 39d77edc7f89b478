#include "exporters/remote_write/shipment.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "core/time/spread.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace commune::remote_write {
namespace {

constexpr std::size_t kMostSamples = 5'000;
constexpr std::chrono::minutes kBetweenLossLines{10};
// `up` for the receiver, because nobody scrapes this agent; "pushed" marks the series.
constexpr std::string_view kUp = "up{pushed=\"true\"} 1\n";

QueueOptions queue_options(const Options& options, const Receiver& receiver) {
  QueueOptions made;
  made.quota_bytes = receiver.quota_bytes;
  made.commit_interval = options.commit_interval;
  made.max_age = receiver.max_age;
  made.out_of_order_window = receiver.out_of_order_window;
  return made;
}

LabelList external_labels(const Options& options, const Receiver& receiver) {
  LabelList labels = {
      {"job", "commune-agent"}, {"instance", options.instance}, {"agent", options.instance}};
  labels.insert(labels.end(), receiver.labels.begin(), receiver.labels.end());
  return labels;
}

}  // namespace

Result<std::unique_ptr<Shipment>> Shipment::open(const Options& options, const Receiver& receiver,
                                                 const Dependencies& dependencies) {
  auto files = std::make_unique<SegmentFiles>(*options.directory + "/remote_write/" + receiver.id);
  auto queue =
      Queue::open(std::move(files), queue_options(options, receiver), dependencies.boot_id);
  if (!queue) return tl::unexpected(queue.error());
  std::unique_ptr<Shipment> shipment(
      new Shipment(options, receiver, dependencies, std::move(*queue)));
  shipment->collecting_.start("remote-collect", dependencies.record,
                              [self = shipment.get()] { self->collect_samples(); });
  shipment->sending_.start("remote-send", dependencies.record,
                           [self = shipment.get()] { self->send_requests(); });
  return shipment;
}

Shipment::Shipment(const Options& options, const Receiver& receiver,
                   const Dependencies& dependencies, std::unique_ptr<Queue> queue)
    : receiver_(receiver),
      dependencies_(dependencies),
      external_(external_labels(options, receiver)),
      seed_(receiver.id + wire_form(external_)),
      epoch_(now().mono),
      offset_(spread_offset(seed_, receiver_.interval)),
      push_(receiver, dependencies.user_agent),
      queue_(std::move(queue)),
      sender_({receiver.id, receiver.out_of_order_window > Milliseconds(0), kMostSamples, seed_}) {
  const MutexLock lock(mutex_);
  publish_figures();
}

Shipment::~Shipment() {
  push_.abort();
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  to_send_.notify_all();
  collecting_.stop();
  sending_.stop();
  const MutexLock lock(mutex_);
  queue_->settle_all();
}

Clock Shipment::clock() const {
  return {now(), dependencies_.clock_known()};
}

void Shipment::collect_samples() {
  MonoTime next = next_poll(epoch_, offset_, receiver_.interval, now().mono);
  MutexLock lock(mutex_);
  while (!stopping_) {
    const auto settling = queue_->next_settling();
    stopped_.wait_until(lock, std::min(next, settling.value_or(next)));
    if (stopping_) return;
    if (const MonoTime time = now().mono; time >= next) {
      next = next_poll(epoch_, offset_, receiver_.interval, time);
      lock.unlock();
      collect_once();
      lock.lock();
      to_send_.notify_all();
    }
    queue_->settle(now().mono);
    log_losses();
    publish_figures();
  }
}

// If there is no memory for this page, its samples are lost, but the queue is still written to
// disk.
void Shipment::collect_once() {
  try {
    const Clock taken = clock();
    const Scrape scrape = read_page(std::string(kUp) + dependencies_.page(), external_);
    if (scrape.unread > 0)
      spdlog::error("remote write {}: {} lines of the page are not samples", receiver_.id,
                    scrape.unread);
    const MutexLock lock(mutex_);
    queue_->push(scrape, taken);
  } catch (const std::exception& error) {
    dependencies_.record->count_failure();
    log_failure("remote write " + receiver_.id + ": no samples this time", error.what());
  }
}

void Shipment::send_requests() {
  MutexLock lock(mutex_);
  while (!stopping_) {
    const auto errand = sender_.next(*queue_, clock());
    publish_figures();
    if (!errand) {
      if (const auto until = sender_.not_before())
        to_send_.wait_until(lock, *until);
      else
        to_send_.wait(lock);
      continue;
    }
    lock.unlock();
    std::size_t bytes = 0;
    const Verdict verdict = send(*errand, bytes);
    lock.lock();
    sender_.judge(verdict, bytes, *queue_, clock());
  }
}

// A request without memory is sent again later, like one without an answer.
Verdict Shipment::send(const Sender::Errand& errand, std::size_t& bytes) {
  try {
    const std::string body = write_request(*errand.batch, errand.stretch);
    bytes = body.size();
    return push_.send(body);
  } catch (const std::exception& error) {
    dependencies_.record->count_failure();
    log_failure("remote write " + receiver_.id, error.what());
    Verdict verdict;
    verdict.kind = Verdict::Kind::later;
    verdict.what = error.what();
    return verdict;
  }
}

// Every loss is counted at once; a log line is written at most every ten minutes.
void Shipment::log_losses() {
  const MonoTime time = now().mono;
  if (time < next_loss_line_) return;
  RemoteWriteFigures figures;
  queue_->add_figures(figures);
  for (std::size_t i = 0; i < kRemoteWriteLossCount; ++i) {
    if (figures.dropped[i] == logged_losses_[i]) continue;
    spdlog::warn("remote write {}: {} samples dropped ({})", receiver_.id,
                 figures.dropped[i] - logged_losses_[i], kRemoteWriteLosses[i]);
    next_loss_line_ = time + kBetweenLossLines;
  }
  logged_losses_ = figures.dropped;
}

void Shipment::publish_figures() {
  RemoteWriteFigures figures;
  figures.name = receiver_.id;
  figures.host = host_of(receiver_.url);
  queue_->add_figures(figures);
  sender_.add_figures(figures);
  figures_.with([&](RemoteWriteFigures& published) { std::swap(published, figures); });
}

RemoteWriteFigures Shipment::figures() const {
  return figures_.with([](const RemoteWriteFigures& figures) { return figures; });
}

}  // namespace commune::remote_write
