// The coverage engine: evidence, topology and time in; states, ledger entries and outages out.
// Reads no clock, does no I/O.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/coverage/evidence_reader.hpp"
#include "agent/coverage/judgement.hpp"
#include "agent/coverage/ledger_clock.hpp"
#include "agent/coverage/subject_ledgers.hpp"
#include "agent/coverage/thresholds.hpp"
#include "core/model/ledger.hpp"
#include "core/model/snapshot.hpp"

namespace commune::coverage {

struct Setup {
  std::shared_ptr<const Inventory> inventory;
  std::vector<SiteId> judged;  ///< Sites whose devices this agent polls.
  Thresholds thresholds;
  std::vector<Maintenance> maintenance;  ///< From the configuration.
};

/// Of this run, for the record of the time before it.
struct Run {
  std::string boot_id;
  Moment start;
  /// The wall clock can be believed. As long as not, entries are kept apart, and dated by
  /// clock_known().
  bool clock_known = true;
};

/// Not thread-safe.
class CoverageEngine {
 public:
  CoverageEngine(Setup setup, const LedgerMemory& memory, const Run& run);

  /// Looks at the evidence at `snapshot.taken`, which never goes back on the monotonic clock. A
  /// snapshot of another inventory than the setup's is not judged: devices are paired by position.
  /// `carrier` is that of the agent's own port towards the world, which is in no snapshot; empty:
  /// not told. Empty records while the clock is not known.
  LedgerRecords step(const Snapshot& snapshot, std::optional<bool> carrier);

  /// What the runs before left, where it was not there yet at the start. Before clock_known().
  void remember(const LedgerMemory& memory);

  /// Nothing is dated yet: the clock is not known.
  bool undated() const { return undated_since_.has_value(); }

  /// The wall clock can be believed from `now` on: dates what was kept apart.
  void clock_known(const Moment& now);

  /// Another configuration: subjects that stay go on, those that go are closed.
  void replace(Setup setup, const Moment& now);

  /// Work announced by a user, now or for later.
  void announce(const Maintenance& maintenance);

  /// Planned work that looks go by: configured, and announced until a day after its end.
  const std::vector<Maintenance>& planned_work() const { return windows_; }

  /// The last word before the end: all that is known up to `now`.
  LedgerRecords stop(const Moment& now);

  /// Totals hold up to `durable`, which is what the history has safely on disk.
  CoveragePicturePtr picture(std::optional<LedgerTime> durable);

  /// Devices worth asking at once, since their word decides the cause of what just fell silent.
  std::vector<DeviceId> worth_asking();

 private:
  Scene scene(const Evidence& evidence) const { return {*topology_, evidence, setup_.thresholds}; }
  void add_carrier(Evidence& evidence, std::optional<bool> carrier, MonoTime now);
  void look_at_all(const Scene& scene, const std::vector<DeviceVerdict>& devices,
                   LedgerTime before);
  Look look_at(const SubjectLedgers::Entry& entry, const Scene& scene,
               const std::vector<DeviceVerdict>& devices) const;
  void forget_ended_announcements();
  void note_silence(const std::vector<DeviceVerdict>& devices);
  LedgerRecords records(bool last_word);
  Moment on_ledger_clock(const Moment& now) const;
  bool dated() const { return !undated(); }

  Setup setup_;
  std::shared_ptr<const Topology> topology_;
  EvidenceReader reader_;
  std::string boot_id_;
  LedgerMemory memory_;                  ///< Of the run before, until it is resumed from.
  std::optional<Moment> undated_since_;  ///< Start of this run; empty once the clock is known.
  LedgerClock clock_;
  SubjectLedgers ledgers_;
  std::vector<Maintenance> announced_;
  std::vector<Maintenance> windows_;  ///< Configured and announced.
  std::optional<LedgerTime> last_heartbeat_;
  std::vector<DeviceVerdict> last_devices_;
  std::vector<DeviceId> worth_asking_;
  std::optional<bool> carrier_;
  MonoTime carrier_since_{};
};

}  // namespace commune::coverage
