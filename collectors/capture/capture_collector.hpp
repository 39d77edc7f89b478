// Counts passing traffic by libpcap, and measures the delays that users notice.
#pragma once

#include <memory>

#include "collectors/capture/options.hpp"
#include "core/model/sink.hpp"
#include "core/runtime/work_record.hpp"

namespace commune::capture {

/// Thread-safe. start() and stop() are called once each, from the main thread; when stop() returns,
/// none of its threads runs and the sink is not called any more.
class CaptureCollector {
 public:
  CaptureCollector(Options options, Sink& sink,
                   std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>());
  ~CaptureCollector();

  void start();
  void stop();

  /// For a reload: unchanged interfaces are captured without a break.
  void replace(Options options);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace commune::capture
