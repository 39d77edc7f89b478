// Counts the traffic that passes by, by libpcap, and tells what users feel of it.
#pragma once

#include <memory>

#include "collectors/capture/options.hpp"
#include "core/model/sink.hpp"

namespace commune::capture {

/// Thread-safe. start() and stop() are called once each, from the main thread; when stop() returns,
/// none of its threads runs and the sink is not called any more.
class CaptureCollector {
 public:
  CaptureCollector(Options options, Sink& sink);
  ~CaptureCollector();

  void start();
  void stop();

  /// For a reload: what stays as it was goes on without a break.
  void replace(Options options);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace commune::capture
