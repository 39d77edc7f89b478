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
constexpr std::chrono::minutes kBetweenTellings{10};
// A series of its own for the receiver's `up`, which nobody scrapes; "pushed" tells it apart.
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
                                                 const Surroundings& surroundings) {
  auto files = std::make_unique<SegmentFiles>(options.directory + "/remote_write/" + receiver.id);
  auto queue =
      Queue::open(std::move(files), queue_options(options, receiver), surroundings.boot_id);
  if (!queue) return tl::unexpected(queue.error());
  return std::unique_ptr<Shipment>(
      new Shipment(options, receiver, surroundings, std::move(*queue)));
}

Shipment::Shipment(const Options& options, const Receiver& receiver,
                   const Surroundings& surroundings, std::unique_ptr<Queue> queue)
    : receiver_(receiver),
      surroundings_(surroundings),
      external_(external_labels(options, receiver)),
      seed_(receiver.id + wire_form(external_)),
      push_(receiver, surroundings.user_agent),
      queue_(std::move(queue)),
      sender_({receiver.id, receiver.out_of_order_window > Milliseconds(0), kMostSamples, seed_}),
      taking_([this] { keep_taking(); }),
      sending_([this] { keep_sending(); }) {}

Shipment::~Shipment() {
  push_.abort();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  to_send_.notify_all();
  taking_.join();
  sending_.join();
  queue_->settle_all();
}

Clock Shipment::clock() const {
  return {now(), surroundings_.clock_known()};
}

void Shipment::take_samples() {
  const Clock taken = clock();
  const Scrape scrape = read_page(std::string(kUp) + surroundings_.page(), external_);
  if (scrape.unread > 0)
    spdlog::error("remote write {}: {} lines of the page are no samples", receiver_.id,
                  scrape.unread);
  const std::lock_guard lock(mutex_);
  queue_->push(scrape, taken);
}

void Shipment::keep_taking() {
  const MonoTime epoch = now().mono;
  const Milliseconds offset = spread_offset(seed_, receiver_.interval);
  MonoTime next = next_poll(epoch, offset, receiver_.interval, epoch);
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto settling = queue_->next_settling();
    stopped_.wait_until(lock, std::min(next, settling.value_or(next)),
                        [this] { return stopping_; });
    if (stopping_) return;
    if (const MonoTime time = now().mono; time >= next) {
      next = next_poll(epoch, offset, receiver_.interval, time);
      lock.unlock();
      try {
        take_samples();
      } catch (const std::exception& error) {
        spdlog::error("remote write {}: no samples this time: {}", receiver_.id, error.what());
      }
      lock.lock();
      to_send_.notify_all();
    }
    queue_->settle(now().mono);
    tell_losses();
  }
}

void Shipment::keep_sending() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto errand = sender_.next(*queue_, clock());
    if (!errand) {
      if (const auto until = sender_.not_before())
        to_send_.wait_until(lock, *until);
      else
        to_send_.wait(lock);
      continue;
    }
    lock.unlock();
    const std::string body = write_request(*errand->batch, errand->stretch);
    const Verdict verdict = push_.send(body);
    lock.lock();
    sender_.judge(verdict, body.size(), *queue_, clock());
  }
}

// What is lost is counted at once, and told now and then.
void Shipment::tell_losses() {
  const MonoTime time = now().mono;
  if (time < next_telling_) return;
  RemoteWriteFigures figures;
  queue_->tell(figures);
  for (std::size_t i = 0; i < kRemoteWriteLossCount; ++i) {
    if (figures.dropped[i] == told_losses_[i]) continue;
    spdlog::warn("remote write {}: {} samples given up ({})", receiver_.id,
                 figures.dropped[i] - told_losses_[i], kRemoteWriteLosses[i]);
    next_telling_ = time + kBetweenTellings;
  }
  told_losses_ = figures.dropped;
}

RemoteWriteFigures Shipment::figures() const {
  RemoteWriteFigures figures;
  figures.name = receiver_.id;
  figures.host = host_of(receiver_.url);
  const std::lock_guard lock(mutex_);
  queue_->tell(figures);
  sender_.tell(figures);
  return figures;
}

}  // namespace commune::remote_write
