// Everything for one receiver: one thread takes samples and maintains the queue, another one sends.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/model/remote_write_figures.hpp"
#include "core/model/result.hpp"
#include "core/runtime/guarded.hpp"
#include "core/runtime/mutex.hpp"
#include "core/runtime/worker_thread.hpp"
#include "exporters/remote_write/options.hpp"
#include "exporters/remote_write/push.hpp"
#include "exporters/remote_write/queue.hpp"
#include "exporters/remote_write/scrape.hpp"
#include "exporters/remote_write/sender.hpp"

namespace commune::remote_write {

/// Functions of the agent that this library uses. They are called from any of its threads.
struct Dependencies {
  std::function<std::string()> page;  ///< As scraped by Prometheus.
  /// Whether the wall clock is trusted: no sample is sent before.
  std::function<bool()> clock_known;
  std::string boot_id;     ///< Of this boot.
  std::string user_agent;  ///< "commune-agent/0.1.0".
  std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>();
};

/// Thread-safe.
class Shipment {
 public:
  /// Errors: a newer agent's queue.
  static Result<std::unique_ptr<Shipment>> open(const Options& options, const Receiver& receiver,
                                                const Dependencies& dependencies);
  /// Takes a second or two; undelivered samples are then on disk, if they can be written.
  ~Shipment();
  Shipment(const Shipment&) = delete;
  Shipment& operator=(const Shipment&) = delete;

  const Receiver& receiver() const { return receiver_; }

  /// As of the end of the last work on the queue: never waits for the disk.
  RemoteWriteFigures figures() const;

 private:
  Shipment(const Options& options, const Receiver& receiver, const Dependencies& dependencies,
           std::unique_ptr<Queue> queue);
  void collect_samples() EXCLUDES(mutex_);
  void collect_once() EXCLUDES(mutex_);
  void send_requests() EXCLUDES(mutex_);
  Verdict send(const Sender::Errand& errand, std::size_t& bytes);
  void log_losses() REQUIRES(mutex_);
  void publish_figures() REQUIRES(mutex_);
  Clock clock() const;

  const Receiver receiver_;
  const Dependencies dependencies_;
  const LabelList external_;
  /// From this gateway and receiver, so that gateways do not all send at the same moment.
  const std::string seed_;
  const MonoTime epoch_;
  const Milliseconds offset_;  ///< Into the interval.
  Push push_;
  Guarded<RemoteWriteFigures> figures_;

  Mutex mutex_;                ///< Held while the queue uses the disk.
  ConditionVariable stopped_;  ///< For the collecting thread.
  ConditionVariable to_send_;  ///< For the sending thread.
  std::unique_ptr<Queue> queue_ GUARDED_BY(mutex_);
  Sender sender_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  RemoteWriteLosses logged_losses_ GUARDED_BY(mutex_){};
  MonoTime next_loss_line_ GUARDED_BY(mutex_){};

  WorkerThread collecting_, sending_;  ///< Last: they use all of the above.
};

}  // namespace commune::remote_write
