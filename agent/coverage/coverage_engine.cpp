#include "agent/coverage/coverage_engine.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "agent/coverage/line_load.hpp"

namespace commune::coverage {
namespace {

/// The shortest time between two heartbeats on disk.
constexpr std::chrono::seconds kHeartbeat{60};
/// If the history cannot write for longer than this, totals of that time are no longer kept
/// separately.
constexpr std::chrono::hours kLongestMemory{24};

}  // namespace

CoverageEngine::CoverageEngine(Setup setup, const LedgerMemory& memory, const Run& run)
    : setup_(std::move(setup)),
      topology_(std::make_shared<const Topology>(setup_.inventory)),
      reader_(topology_),
      boot_id_(run.boot_id),
      undated_since_(run.start),
      clock_(run.start),
      windows_(setup_.maintenance) {
  remember(memory);
  ledgers_.open(*topology_, setup_.judged, clock_.now());
  if (run.clock_known) clock_known(run.start);
}

void CoverageEngine::remember(const LedgerMemory& memory) {
  memory_ = memory;
  for (const Maintenance& window : memory.maintenance)
    announce(window);
}

void CoverageEngine::clock_known(const Moment& now) {
  if (dated()) return;
  // Entries so far were dated by a clock that was not trusted; the monotonic clock says how long
  // ago they were.
  const Moment start = *std::exchange(undated_since_, std::nullopt);
  const LedgerTime began =
      clock_.now() - std::chrono::duration_cast<Milliseconds>(clock_.last_mono() - start.mono);
  const LedgerTime truly_began = std::chrono::floor<Milliseconds>(now.wall) -
                                 std::chrono::duration_cast<Milliseconds>(now.mono - start.mono);
  ledgers_.drop_records();
  ledgers_.shift(truly_began - began);
  clock_ = LedgerClock(now, last_word(memory_));
  ledgers_.resume(memory_, cause_of_absence(memory_.last_run, boot_id_), truly_began, windows_,
                  *topology_);
  ledgers_.follow(clock_.now());
  memory_ = {};
}

// A wall clock that is not trusted yet may jump freely.
Moment CoverageEngine::on_ledger_clock(const Moment& now) const {
  if (dated()) return now;
  return {undated_since_->wall + (now.mono - undated_since_->mono), now.mono};
}

LedgerRecords CoverageEngine::step(const Snapshot& snapshot, std::optional<bool> carrier) {
  if (snapshot.inventory != setup_.inventory) return {};
  Evidence& evidence = reader_.read(snapshot, dated());
  add_carrier(evidence, carrier, snapshot.taken.mono);
  const LedgerTime before = clock_.now();
  const auto gap = clock_.advance(on_ledger_clock(snapshot.taken));
  const auto devices = judge_devices(scene(evidence));
  note_silence(devices);
  if (clock_.stands_still()) return {};
  if (gap) ledgers_.enter_absence(*gap, windows_, *topology_);
  look_at_all(scene(evidence), devices, gap ? gap->to : before);
  ledgers_.follow(clock_.now());
  forget_ended_announcements();
  return records(false);
}

// No look reaches back beyond the end of a known ledger; a day more costs little.
void CoverageEngine::forget_ended_announcements() {
  if (undated()) return;
  const LedgerTime before = ledgers_.known_until(clock_.now()) - kLongestMemory;
  const auto ended = [&](const Maintenance& window) { return window.end < before; };
  if (std::erase_if(announced_, ended) > 0) std::erase_if(windows_, ended);
}

void CoverageEngine::add_carrier(Evidence& evidence, std::optional<bool> carrier, MonoTime now) {
  if (carrier != carrier_) {
    carrier_ = carrier;
    carrier_since_ = now;
  }
  evidence.carrier = carrier_;
  evidence.carrier_since = carrier_since_;
}

void CoverageEngine::look_at_all(const Scene& scene, const std::vector<DeviceVerdict>& devices,
                                 LedgerTime before) {
  const Debounce debounce{setup_.thresholds.down_after, setup_.thresholds.up_after};
  const Debounce at_once{Milliseconds(0), setup_.thresholds.up_after};
  std::set<DeviceId> down_roots;
  std::vector<std::pair<SubjectLedgers::Entry*, Look>> behind;
  for (SubjectLedgers::Entry& entry : ledgers_.all()) {
    Look look = look_at(entry, scene, devices);
    ledgers_.look(entry, look, before, clock_.now(), debounce);
    if (look.state != State::down || look.root_device.value.empty()) continue;
    if (entry.ledger.state() == State::down)
      down_roots.insert(look.root_device);
    else
      behind.emplace_back(&entry, std::move(look));
  }
  // Pings are spread over their interval. Devices that depend on a root known to be down are not
  // waited for, so that one fault is reported as a whole.
  for (const auto& [entry, look] : behind)
    if (down_roots.contains(look.root_device))
      ledgers_.look(*entry, look, before, clock_.now(), at_once);
}

Look CoverageEngine::look_at(const SubjectLedgers::Entry& entry, const Scene& scene,
                             const std::vector<DeviceVerdict>& devices) const {
  const Site& site = topology_->site(entry.site);
  if (const Maintenance* window = planned_at(windows_, site, clock_.now()))
    return planned(window->start);
  const Verdict verdict = judge(scene, devices, entry.site, entry.access);
  Look look;
  look.state = verdict.state;
  look.cause = verdict.cause;
  if (verdict.root) {
    look.root_device = topology_->device(*verdict.root).id;
    look.root_is_here = topology_->site_of(*verdict.root) == entry.site;
  }
  // Planned work that ended since the last look counts until its end.
  look.since = last_planned_end(windows_, site, entry.ledger.known_until(), clock_.now());
  look.since = std::max(look.since, clock_.at(verdict.since));
  if (verdict.in_doubt_since) look.known_until = clock_.at(*verdict.in_doubt_since);
  return look;
}

void CoverageEngine::note_silence(const std::vector<DeviceVerdict>& devices) {
  using Kind = DeviceVerdict::Kind;
  last_devices_.resize(devices.size());
  for (DeviceIndex i = 0; i < devices.size(); ++i) {
    const bool fell_silent = devices[i].kind == Kind::silent && devices[i].root == i &&
                             last_devices_[i].kind == Kind::serving;
    if (!fell_silent) continue;
    if (const auto upstream = topology_->upstream_of(i))
      worth_asking_.push_back(topology_->device(*upstream).id);
    for (const DeviceIndex beside : topology_->devices_at(topology_->site_of(i)))
      if (topology_->device(beside).kind == DeviceKind::ups)
        worth_asking_.push_back(topology_->device(beside).id);
  }
  last_devices_ = devices;
}

std::vector<DeviceId> CoverageEngine::worth_asking() {
  return std::exchange(worth_asking_, {});
}

LedgerRecords CoverageEngine::records(bool last_word) {
  if (!dated()) return {};
  LedgerRecords records = ledgers_.take_records();
  const LedgerTime until = ledgers_.known_until(clock_.now());
  const bool due = !last_heartbeat_ || until - *last_heartbeat_ >= kHeartbeat;
  if (!due && records.empty() && !last_word) return records;
  records.known_until = until;
  last_heartbeat_ = until;
  return records;
}

void CoverageEngine::replace(Setup setup, const Moment& now) {
  clock_.advance(on_ledger_clock(now));
  setup_ = std::move(setup);
  topology_ = std::make_shared<const Topology>(setup_.inventory);
  reader_.replace(topology_);
  last_devices_.clear();
  windows_ = setup_.maintenance;
  windows_.insert(windows_.end(), announced_.begin(), announced_.end());
  ledgers_.reopen(*topology_, setup_.judged, clock_.now());
}

void CoverageEngine::announce(const Maintenance& maintenance) {
  announced_.push_back(maintenance);
  windows_.push_back(maintenance);
}

LedgerRecords CoverageEngine::stop(const Moment&) {
  return records(true);
}

CoveragePicturePtr CoverageEngine::picture(std::optional<LedgerTime> durable) {
  auto picture = std::make_shared<CoveragePicture>();
  const LedgerTime now = clock_.now();
  std::optional<LedgerTime> until;
  if (dated() && durable) until = std::max(*durable, now - kLongestMemory);
  *picture = ledgers_.picture(until);
  picture->taken = now;
  picture->ledger_until = until;
  for (const Maintenance& window : windows_)
    if (window.end > now) picture->maintenance.push_back(window);
  for (LinkIndex link = 0; link < reader_.evidence().links.size(); ++link)
    if (auto load = line_load(topology_->link(link), reader_.evidence().links[link]);
        load.receive_rate || load.transmit_rate)
      picture->lines.push_back(std::move(load));
  picture->optical = {setup_.thresholds.fibre.optical_floor_dbm,
                      setup_.thresholds.fibre.optical_margin_db};
  ledgers_.forget_before(until.value_or(now - kLongestMemory));
  return picture;
}

}  // namespace commune::coverage
