// One thread that captures on one interface, whatever becomes of it: gone, renamed, down, not
// allowed. It waits for its return and goes on counting where it stopped.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "collectors/capture/capture_readings.hpp"
#include "collectors/capture/live_capture.hpp"
#include "collectors/capture/traffic_counts.hpp"
#include "core/model/time.hpp"
#include "core/runtime/guarded.hpp"
#include "core/runtime/worker_thread.hpp"

namespace commune::capture {

/// Begins at once. status() from any thread; the rest from one.
class CaptureWorker {
 public:
  /// `before`: what was counted on this interface so far.
  CaptureWorker(Interface interface, HashKey key, const InterfaceStatus* before,
                std::shared_ptr<WorkRecord> record);
  /// Ends the thread, within a moment.
  ~CaptureWorker();
  /// Ends one, and gives what it stood at last.
  static InterfaceStatus stop_and_report(std::unique_ptr<CaptureWorker> worker);

  const Interface& interface() const { return interface_; }

  /// As of the last second.
  InterfaceStatus status() const;

 private:
  void stop();
  void run();
  void work();
  void wait_for_packets();
  void look_after_interface();
  void try_to_open(unsigned index);
  void let_go(const std::string& failure);
  void fail_with(const std::string& failure);
  void hand_over();

  const Interface interface_;
  TrafficCounts counts_;
  std::unique_ptr<LiveCapture> live_;
  unsigned opened_index_ = 0;
  Drops drops_before_;  ///< Of captures that were closed.
  MonoTime look_due_{};
  std::string failure_;  ///< Why nothing is captured.
  std::string said_;     ///< Of it, in the log.
  Guarded<InterfaceStatus> status_;
  int stop_descriptor_;
  std::atomic<bool> stopping_ = false;
  std::shared_ptr<WorkRecord> record_;
  WorkerThread thread_;  ///< Last: it uses all of the above.
};

}  // namespace commune::capture
