// Asks services (HTTP, DNS, TCP, TLS, ICMP) as a user would, on a loop thread of its own.
#pragma once

#include <memory>
#include <mutex>

#include "collectors/service/options.hpp"
#include "core/model/sink.hpp"

namespace commune::service {

/// Thread-safe. start() and stop() are called once each, from the main thread; when stop() returns,
/// its thread has ended and the sink is not called any more. Without probes it has no thread and
/// publishes nothing.
class ServiceCollector {
 public:
  ServiceCollector(Options options, Sink& sink);
  ~ServiceCollector();

  void start();
  void stop();

  /// For a reload: unchanged probes continue without a break.
  void replace(Options options);

 private:
  class Work;

  void take_up(Options options);

  Sink& sink_;
  std::mutex mutex_;
  Options options_;  ///< Before start().
  bool running_ = false;
  std::unique_ptr<Work> work_;
};

}  // namespace commune::service
