// One interface opened by libpcap: counts the frames that wait there.
#pragma once

#include <cstdint>
#include <memory>

#include "collectors/capture/options.hpp"
#include "collectors/capture/traffic_counts.hpp"
#include "core/model/result.hpp"

namespace commune::capture {

/// Packets lost before they reached us, since the interface was opened.
struct Drops {
  std::uint64_t kernel = 0, interface = 0;
};

/// For one thread. Never blocks: wait for descriptor() to become readable. It does when a block of
/// the kernel's ring is full, or 100 ms after its first packet.
class LiveCapture {
 public:
  /// The error names the interface and the remedy.
  static Result<std::unique_ptr<LiveCapture>> open(const Interface& interface);
  ~LiveCapture();

  int descriptor() const;

  /// Counts some of the waiting frames (10,000 at most). An error: the interface is gone.
  Result<void> read(TrafficCounts& counts);

  Drops drops();

 private:
  class Handle;
  explicit LiveCapture(std::unique_ptr<Handle> handle);

  std::unique_ptr<Handle> handle_;
  Drops drops_;
  std::uint32_t last_kernel_ = 0, last_interface_ = 0;
};

/// Captures for this long and blocks: for the command line.
Result<Drops> capture_for(const Interface& interface, std::chrono::seconds length,
                          TrafficCounts& counts);

}  // namespace commune::capture
