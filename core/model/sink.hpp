// Where every collector hands its readings and silences.
#pragma once

#include "core/model/reading.hpp"

namespace commune {

/// Thread-safe: collectors call it from their own threads; it never blocks for long. It outlives
/// the collectors.
class Sink {
 public:
  virtual ~Sink() = default;

  virtual void publish(DeviceReadingsPtr readings) = 0;
};

}  // namespace commune
