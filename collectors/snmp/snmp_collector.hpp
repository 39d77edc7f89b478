// The SNMP collector: polls every target at its own place in its interval, on a loop thread of its
// own.
#pragma once

#include <functional>
#include <memory>

#include "collectors/snmp/options.hpp"
#include "core/model/collector.hpp"
#include "core/model/result.hpp"
#include "core/runtime/work_record.hpp"

namespace commune::snmp {

/// Thread-safe; the polling itself happens on the collector's thread, and the sink is called from
/// there.
class SnmpCollector final : public Collector {
 public:
  /// Told that a notification of the device came and it is being polled out of turn: ask it in
  /// other ways too. On the collector's thread; at most every two seconds for a device.
  using OnTrap = std::function<void(const DeviceId&)>;

  /// Fails when a profile does not fit together or a target names one that is not there. Failures
  /// and processor time go to `record`.
  static Result<std::unique_ptr<SnmpCollector>> make(
      Options options, Sink& sink, OnTrap on_trap = {},
      std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>());

  /// Whether replace() would accept `options`.
  static Result<void> check(const Options& options);

  ~SnmpCollector() override;

  std::string_view name() const override { return "snmp"; }
  void start() override;
  void stop() override;

  /// Polls a device out of turn, at most every two seconds. Of one that is not polled nothing
  /// comes.
  void poll_now(const DeviceId& device);

  /// Takes up new options without missing a poll: targets that stay as they were keep their session
  /// and all that is remembered of them. On failure the old options go on. Notifications are
  /// listened for at the addresses of the start; their community is taken up.
  Result<void> replace(Options options);

 private:
  class Loop;
  explicit SnmpCollector(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;
};

/// Polls one target once and returns its readings: what `probe` does. Blocks until the poll has
/// ended.
Result<DeviceReadings> poll_once(const Target& target, std::vector<ProfilePtr> profiles);

}  // namespace commune::snmp
