// Measures how much the line carries, within a budget of bytes, when nobody needs it.
#pragma once

#include <memory>

#include "collectors/throughput/options.hpp"
#include "core/model/sink.hpp"
#include "core/runtime/work_record.hpp"

namespace commune::throughput {

/// Thread-safe. start() and stop() are called once each, from the main thread; when stop() returns,
/// its thread has ended and the sink is not called any more. The thread exists only while there are
/// tests.
class ThroughputCollector {
 public:
  ThroughputCollector(Options options, Sink& sink,
                      std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>());
  ~ThroughputCollector();

  void start();
  void stop();

  /// For a reload: unchanged tests continue without a break. A run of a test that changed ends at
  /// once.
  void replace(Options options);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace commune::throughput
