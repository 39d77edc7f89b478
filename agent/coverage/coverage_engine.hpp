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

/// This run, to classify the time before it.
struct Run {
  std::string boot_id;
  Moment start;
  /// The wall clock is trusted. Until then entries are held without a date; clock_known() dates
  /// them.
  bool clock_known = true;
};

/// Not thread-safe.
class CoverageEngine {
 public:
  CoverageEngine(Setup setup, const LedgerMemory& memory, const Run& run);

  /// Looks at the evidence at `snapshot.taken`, which never decreases on the monotonic clock. Does
  /// not judge a snapshot of another inventory than the setup's, because devices are matched by
  /// position. `carrier` belongs to the agent's own uplink port, which is in no snapshot; empty:
  /// not known. Returns no records while the clock is not known.
  LedgerRecords step(const Snapshot& snapshot, std::optional<bool> carrier);

  /// The ledger of earlier runs, if it was not yet available at the start. Call before
  /// clock_known().
  void remember(const LedgerMemory& memory);

  /// Entries have no date yet: the clock is not known.
  bool undated() const { return undated_since_.has_value(); }

  /// The wall clock is trusted from `now` on: dates the entries that were held.
  void clock_known(const Moment& now);

  /// Another configuration: subjects that stay continue, subjects that are gone are closed.
  void replace(Setup setup, const Moment& now);

  /// Work announced by a user, now or for later.
  void announce(const Maintenance& maintenance);

  /// Planned work that the engine uses: configured, and announced until a day after its end.
  const std::vector<Maintenance>& planned_work() const { return windows_; }

  /// Final records before the end: everything known up to `now`.
  LedgerRecords stop(const Moment& now);

  /// Totals hold up to `durable`, which is what the history has safely on disk.
  CoveragePicturePtr picture(std::optional<LedgerTime> durable);

  /// Devices to poll at once, because their answer decides the cause of a silence that has just
  /// begun.
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
  LedgerMemory memory_;                  ///< From the run before, until this run has resumed it.
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
