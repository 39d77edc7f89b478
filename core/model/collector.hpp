// What every collector is: something that turns one kind of traffic into readings and silences.
#pragma once

#include <string_view>

#include "core/model/reading.hpp"

namespace commune {

/// Where readings go. Thread-safe: collectors call it from their own threads; it never blocks for
/// long.
class Sink {
 public:
  virtual ~Sink() = default;

  virtual void take(DeviceReadingsPtr readings) = 0;
};

/// A collector owns its sockets and its pace. start() and stop() are called once each, from the
/// main thread; the sink outlives the collector.
class Collector {
 public:
  virtual ~Collector() = default;

  virtual std::string_view name() const = 0;

  /// Begins to poll and returns at once; what is sent to the collector from then on is heard.
  virtual void start() = 0;

  /// Ends orderly: when it returns, no thread of the collector runs and the sink is not called any
  /// more.
  virtual void stop() = 0;
};

}  // namespace commune
