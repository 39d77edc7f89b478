// The SNMP collector: polls every target at its own place in its interval, on a loop thread of its
// own.
#pragma once

#include <functional>
#include <memory>

#include "collectors/snmp/options.hpp"
#include "core/model/result.hpp"
#include "core/model/sink.hpp"
#include "core/runtime/work_record.hpp"

namespace commune::snmp {

/// Thread-safe; it polls and calls the sink on a thread of its own. start() and stop() are called
/// once each, from the main thread; when start() returns, traps that are sent from then on are
/// received; when stop() returns, the thread has ended and the sink is not called any more.
class SnmpCollector {
 public:
  /// Called when a notification of the device came and it is polled out of turn, so that it is
  /// checked in other ways too. On the collector's thread; at most every two seconds for a device.
  using OnTrap = std::function<void(const DeviceId&)>;

  /// Fails when a profile is wrong or a target names an unknown one. Failures and processor time go
  /// to `record`.
  static Result<std::unique_ptr<SnmpCollector>> make(
      Options options, Sink& sink, OnTrap on_trap = {},
      std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>());

  /// Whether replace() would accept `options`.
  static Result<void> check(const Options& options);

  ~SnmpCollector();

  void start();
  void stop();

  /// Polls a device out of turn, at most every two seconds. Does nothing for a device that is not
  /// polled.
  void poll_now(const DeviceId& device);

  /// Applies new options without missing a poll: unchanged targets keep their session and memory.
  /// On failure the old options stay. The addresses to listen at for notifications stay those of
  /// the start; a new community applies at once.
  Result<void> replace(Options options);

 private:
  class Loop;
  explicit SnmpCollector(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;
};

/// Polls one target once and returns its readings, for `probe`. Blocks until the poll has ended.
Result<DeviceReadings> poll_once(const Target& target, std::vector<ProfilePtr> profiles);

}  // namespace commune::snmp
