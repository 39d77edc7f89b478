// Measures how much the line carries, within a budget of bytes, when nobody needs it.
#pragma once

#include <memory>

#include "collectors/throughput/options.hpp"
#include "core/model/collector.hpp"
#include "core/runtime/work_record.hpp"

namespace commune::throughput {

/// Thread-safe. The sink outlives it. Works on a thread of its own, which is there while there are
/// tests.
class ThroughputCollector final : public Collector {
 public:
  ThroughputCollector(Options options, Sink& sink,
                      std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>());
  ~ThroughputCollector() override;

  std::string_view name() const override { return "throughput"; }
  void start() override;
  void stop() override;

  /// For a reload: what stays as it was goes on without a break. A run of a test that changed ends
  /// at once.
  void replace(Options options);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace commune::throughput
