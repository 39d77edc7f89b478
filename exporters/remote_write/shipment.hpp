// What one receiver gets: a thread takes samples and keeps the queue, another one sends.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/model/remote_write_figures.hpp"
#include "core/model/result.hpp"
#include "exporters/remote_write/options.hpp"
#include "exporters/remote_write/push.hpp"
#include "exporters/remote_write/queue.hpp"
#include "exporters/remote_write/scrape.hpp"
#include "exporters/remote_write/sender.hpp"

namespace commune::remote_write {

/// What this library asks the agent for. Called from any of its threads.
struct Surroundings {
  std::function<std::string()> page;  ///< As Prometheus scrapes it.
  /// Whether the wall clock is believed: until then nothing leaves.
  std::function<bool()> clock_known;
  std::string boot_id;     ///< Of this boot.
  std::string user_agent;  ///< "commune-agent/0.1.0".
};

/// Thread-safe.
class Shipment {
 public:
  /// Errors: a newer agent's queue.
  static Result<std::unique_ptr<Shipment>> open(const Options& options, const Receiver& receiver,
                                                const Surroundings& surroundings);
  /// Within a second or two: what was not delivered is on disk then, if the disk takes it.
  ~Shipment();
  Shipment(const Shipment&) = delete;
  Shipment& operator=(const Shipment&) = delete;

  const Receiver& receiver() const { return receiver_; }
  RemoteWriteFigures figures() const;

 private:
  Shipment(const Options& options, const Receiver& receiver, const Surroundings& surroundings,
           std::unique_ptr<Queue> queue);
  void keep_taking();
  void keep_sending();
  void take_samples();
  void tell_losses();
  Clock clock() const;

  Receiver receiver_;
  Surroundings surroundings_;
  LabelList external_;
  std::string seed_;  ///< Of this gateway and receiver, so that not all send in the same moment.
  Push push_;

  mutable std::mutex mutex_;
  std::condition_variable stopped_;  ///< For the thread that takes.
  std::condition_variable to_send_;  ///< For the thread that sends.
  std::unique_ptr<Queue> queue_;
  Sender sender_;
  bool stopping_ = false;
  RemoteWriteLosses told_losses_{};
  MonoTime next_telling_{};

  std::thread taking_, sending_;
};

}  // namespace commune::remote_write
