// Asks services (HTTP, DNS, TCP, TLS, ICMP) as a user would, on a loop thread of its own.
#pragma once

#include <memory>

#include "collectors/service/options.hpp"
#include "core/model/sink.hpp"
#include "core/runtime/mutex.hpp"
#include "core/runtime/work_record.hpp"

namespace commune::service {

/// Thread-safe. start() and stop() are called once each, from the main thread; when stop() returns,
/// its thread has ended and the sink is not called any more. Without probes it has no thread and
/// publishes nothing.
class ServiceCollector {
 public:
  ServiceCollector(Options options, Sink& sink,
                   std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>());
  ~ServiceCollector();

  void start();
  void stop();

  /// For a reload: unchanged probes continue without a break.
  void replace(Options options);

 private:
  class Work;

  void use_options(Options options) REQUIRES(mutex_);

  Sink& sink_;
  const std::shared_ptr<WorkRecord> record_;
  Mutex mutex_;
  Options options_ GUARDED_BY(mutex_);  ///< Before start().
  bool running_ GUARDED_BY(mutex_) = false;
  std::unique_ptr<Work> work_ GUARDED_BY(mutex_);
};

}  // namespace commune::service
