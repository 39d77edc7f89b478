// Plays a village to the coverage engine on clocks of its own: which devices answer, what they
// tell, second by second; and keeps the ledger that comes out, as the history would.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "agent/coverage/coverage_engine.hpp"

namespace commune::coverage::test {

/// 2026-11-25 00:00:00 UTC.
inline const LedgerTime kMidnight{Milliseconds{1'795'564'800'000}};

/// Builds inventories tersely: site("ca-nvh", {wifi}), device("ca-ap", "ca-nvh", kind, upstream).
class Commune {
 public:
  explicit Commune(std::string vantage) { inventory_.vantage.value = std::move(vantage); }

  Commune& site(const std::string& id, std::vector<Access> accesses,
                const std::string& village = "", Power power = Power::separate);
  Commune& device(const std::string& id, const std::string& site, DeviceKind kind,
                  const std::string& upstream = "");
  Commune& fibre(const std::string& site, const std::string& device, const std::string& interface,
                 const std::string& towards, double capacity = 0);

  Setup setup() const;
  const Inventory& inventory() const { return inventory_; }

 private:
  Inventory inventory_;
};

/// What the history would hold: the last word under each key.
class Store {
 public:
  void take(const LedgerRecords& records);

  /// As after a kill: all that was told is there, open intervals known to the heartbeat.
  LedgerMemory memory() const;

  /// Of one subject, by start; open ones end where known.
  std::vector<Interval> intervals(const Subject& subject) const;
  std::vector<Outage> outages() const;
  std::set<Subject> subjects() const;

  LastRun last_run;

 private:
  std::map<std::pair<Subject, LedgerTime>, Interval> intervals_;
  std::map<std::string, Outage> outages_;
};

class Play {
 public:
  explicit Play(Commune commune);

  /// Both take effect at the next second's pings.
  void silence(const std::string& device) { silent_.insert(device); }
  void answer(const std::string& device) { silent_.erase(device); }
  void unpoll(const std::string& device) { unpolled_.insert(device); }
  /// Reported at the device's next SNMP poll, every 10 s.
  void report(const std::string& device, const std::string& quantity, double value,
              Labels labels = {});
  void forget(const std::string& device, const std::string& quantity);
  void carrier(std::optional<bool> up) { carrier_ = up; }
  /// A probe whose rounds, one every 10 s from now on, end so.
  void probe(const std::string& id, bool ok, bool reference = false);
  /// It fails by its certificate from its next round on.
  void refuse_certificate(const std::string& id) {
    probe(id, false);
    probes_[id].result.reason = "tls";
  }
  /// What every later round says of its connection.
  void connects_in(const std::string& id, Milliseconds round_trip);
  /// The agent's own readings of a source, from the next look on.
  void report_own(DeviceReadings readings);

  /// Lets the time pass, looking every second.
  void run(std::chrono::seconds time);
  void run_until(std::chrono::seconds since_midnight);
  /// The wall clock jumps; no time passes.
  void step_wall(Milliseconds by) { wall_offset_ += by; }
  /// Time passes and the agent does not look.
  void stand_still(std::chrono::seconds time) { elapsed_ += time; }

  /// The history hears all that is known so far.
  void flush() { store_.take(engine_->stop(now())); }
  void stop();
  void kill();
  /// A new run after `off`. A clock that is behind the last heartbeat is not believed until it has
  /// passed it.
  void start(std::chrono::seconds off, const std::string& boot_id = "boot-1");
  void replace(Commune commune);

  State state(const std::string& site, Access access);
  CoveragePicturePtr picture();
  CoverageEngine& engine() { return *engine_; }
  Store& store() { return store_; }
  Moment now() const;
  LedgerTime wall() const;
  MonoTime mono() const { return now().mono; }
  const Commune& commune() const { return commune_; }

 private:
  struct Reported {
    std::string quantity;
    double value;
    Labels labels;
  };
  Setup setup() const;  ///< With the inventory of the snapshots.
  void look();
  bool clock_is_credible() const;
  DeviceReadingsPtr ping(const Device& device);
  DeviceReadingsPtr poll(const Device& device);
  void end_rounds();

  Commune commune_;
  std::shared_ptr<const Inventory> inventory_;
  Store store_;
  std::unique_ptr<CoverageEngine> engine_;
  Milliseconds elapsed_{0}, wall_offset_{0};
  std::set<std::string> silent_, unpolled_;
  std::map<std::string, std::vector<Reported>> reported_;
  std::map<DeviceId, DeviceReadings> pings_, polls_;
  std::map<DeviceId, DeviceReadingsPtr> latest_polls_;
  struct Probe {
    ProbeResult result;
    bool next_ok = true;
  };
  std::optional<bool> carrier_;
  std::map<std::string, Probe> probes_;
  std::map<Source, DeviceReadings> own_;
  bool clock_known_ = true;
};

/// "up 0-100, down fibre root=x 100-160": seconds since midnight, for short expectations.
std::string text(const std::vector<Interval>& intervals);
std::string text(const Outage& outage);

}  // namespace commune::coverage::test
