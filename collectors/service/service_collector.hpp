// Asks services (HTTP, DNS, TCP, TLS, ICMP) as a user would, on a loop thread of its own.
#pragma once

#include <memory>
#include <mutex>

#include "collectors/service/options.hpp"
#include "core/model/collector.hpp"

namespace commune::service {

/// Thread-safe. The sink outlives it. Without probes it has no thread and says nothing.
class ServiceCollector final : public Collector {
 public:
  ServiceCollector(Options options, Sink& sink);
  ~ServiceCollector() override;

  std::string_view name() const override { return "service"; }
  void start() override;
  void stop() override;

  /// For a reload: what stays as it was goes on without a break.
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
