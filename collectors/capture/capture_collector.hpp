// Counts the traffic that passes by, by libpcap, and tells what users feel of it.
#pragma once

#include <memory>

#include "collectors/capture/options.hpp"
#include "core/model/collector.hpp"
#include "core/runtime/work_record.hpp"

namespace commune::capture {

/// Thread-safe. The sink outlives it.
class CaptureCollector final : public Collector {
 public:
  CaptureCollector(Options options, Sink& sink,
                   std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>());
  ~CaptureCollector() override;

  std::string_view name() const override { return "capture"; }
  void start() override;
  void stop() override;

  /// For a reload: what stays as it was goes on without a break.
  void replace(Options options);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace commune::capture
