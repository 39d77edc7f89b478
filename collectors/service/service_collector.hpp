// Asks services (HTTP, DNS, TCP, TLS, ICMP) as a user would, on a loop thread of its own.
#pragma once

#include <memory>

#include "collectors/service/options.hpp"
#include "core/model/collector.hpp"
#include "core/runtime/mutex.hpp"
#include "core/runtime/work_record.hpp"

namespace commune::service {

/// Thread-safe. The sink outlives it. Without probes it has no thread and says nothing.
class ServiceCollector final : public Collector {
 public:
  ServiceCollector(Options options, Sink& sink,
                   std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>());
  ~ServiceCollector() override;

  std::string_view name() const override { return "service"; }
  void start() override;
  void stop() override;

  /// For a reload: what stays as it was goes on without a break.
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
