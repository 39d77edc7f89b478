#include "tests/agent/coverage/play.hpp"

#include <algorithm>

#include "core/model/quantity_table.hpp"

#include <fmt/format.h>

namespace commune::coverage::test {
namespace {

constexpr std::chrono::seconds kPollInterval{10};

std::string second(LedgerTime time) {
  const auto since = (time - kMidnight).count();
  return since % 1000 == 0 ? fmt::format("{}", since / 1000)
                           : fmt::format("{:.3f}", static_cast<double>(since) / 1000);
}

}  // namespace

Commune& Commune::site(const std::string& id, std::vector<Access> accesses,
                       const std::string& village, Power power) {
  Site made;
  made.id.value = id;
  made.village.value = village.empty() ? id.substr(0, id.find('-')) : village;
  made.accesses = std::move(accesses);
  made.power = power;
  if (inventory_.find(made.village) == nullptr)
    inventory_.villages.push_back({made.village, id, 0});
  inventory_.sites.push_back(made);
  return *this;
}

Commune& Commune::device(const std::string& id, const std::string& site, DeviceKind kind,
                         const std::string& upstream) {
  inventory_.devices.push_back({{id}, {site}, kind, "", {upstream}});
  return *this;
}

Commune& Commune::fibre(const std::string& site, const std::string& device,
                        const std::string& interface, const std::string& towards, double capacity) {
  inventory_.links.push_back(
      {{site + "-fibre"}, {site}, {device}, interface, {towards}, Medium::fibre, capacity});
  return *this;
}

Setup Commune::setup() const {
  Setup setup;
  setup.inventory = std::make_shared<const Inventory>(inventory_);
  for (const Site& one : inventory_.sites)
    setup.judged.push_back(one.id);
  return setup;
}

void Store::take(const LedgerRecords& records) {
  for (const Interval& interval : records.intervals)
    intervals_[{interval.subject, interval.start}] = interval;
  for (const Outage& outage : records.outages)
    outages_[outage.id] = outage;
  if (records.known_until) last_run.known_until = records.known_until;
}

std::vector<Interval> Store::intervals(const Subject& subject) const {
  std::vector<Interval> found;
  for (auto at = intervals_.lower_bound({subject, LedgerTime::min()});
       at != intervals_.end() && at->first.first == subject; ++at) {
    const Interval& interval = at->second;
    found.push_back(interval);
    if (interval.open && last_run.known_until)
      found.back().end = std::max(interval.end, *last_run.known_until);
  }
  return found;
}

std::vector<Outage> Store::outages() const {
  std::vector<Outage> all;
  for (const auto& [id, outage] : outages_)
    all.push_back(outage);
  std::sort(all.begin(), all.end(), [](const Outage& a, const Outage& b) {
    return std::tie(a.start, a.id) < std::tie(b.start, b.id);
  });
  return all;
}

std::set<Subject> Store::subjects() const {
  std::set<Subject> all;
  for (const auto& [key, interval] : intervals_)
    all.insert(key.first);
  return all;
}

LedgerMemory Store::memory() const {
  LedgerMemory memory;
  memory.last_run = last_run;
  for (const Subject& subject : subjects()) {
    LedgerEnd end;
    for (const Interval& interval : intervals(subject)) {
      end.last = interval;
      end.totals.at(static_cast<std::size_t>(interval.state)) += interval.end - interval.start;
    }
    memory.ends.push_back(end);
  }
  std::map<std::pair<Subject, Cause>, std::uint64_t> counts;
  for (const auto& [id, outage] : outages_) {
    if (outage.end)
      ++counts[{outage.subject, outage.cause}];
    else
      memory.open_outages.push_back(outage);
  }
  for (const auto& [key, count] : counts)
    memory.ended_outages.push_back({key.first, key.second, count});
  return memory;
}

Play::Play(Commune commune)
    : commune_(std::move(commune)),
      inventory_(std::make_shared<const Inventory>(commune_.inventory())) {
  start(std::chrono::seconds(0));
}

void Play::report(const std::string& device, const std::string& quantity, double value,
                  Labels labels) {
  auto& reported = reported_[device];
  std::erase_if(
      told, [&](const Reported& one) { return one.quantity == quantity && one.labels == labels; });
  reported.push_back({quantity, value, std::move(labels)});
}

void Play::forget(const std::string& device, const std::string& quantity) {
  std::erase_if(reported_[device], [&](const Reported& one) { return one.quantity == quantity; });
}

Moment Play::now() const {
  return {kMidnight + elapsed_ + wall_offset_, MonoTime(std::chrono::hours(100)) + elapsed_};
}

LedgerTime Play::wall() const {
  return kMidnight + elapsed_ + wall_offset_;
}

DeviceReadingsPtr Play::ping(const Device& device) {
  DeviceReadings& readings = pings_[device.id];
  readings.device = device.id;
  readings.source = Source::icmp;
  readings.taken = now();
  readings.interval = std::chrono::seconds(1);
  readings.answered = !silent_.contains(device.id.value);
  readings.silent_polls = readings.answered ? 0 : readings.silent_polls + 1;
  if (readings.answered) readings.last_answer = now();
  return std::make_shared<const DeviceReadings>(readings);
}

DeviceReadingsPtr Play::poll(const Device& device) {
  const auto reported = reported_.find(device.id.value);
  if (reported == reported_.end()) return nullptr;
  DeviceReadingsPtr& latest = latest_polls_[device.id];
  if (latest && now().mono - latest->taken.mono < kPollInterval) return latest;
  DeviceReadings& readings = polls_[device.id];
  readings.device = device.id;
  readings.source = Source::snmp;
  readings.taken = now();
  readings.interval = kPollInterval;
  readings.answered = !silent_.contains(device.id.value);
  readings.silent_polls = readings.answered ? 0 : readings.silent_polls + 1;
  if (readings.answered) readings.last_answer = now();
  readings.rows.clear();
  readings.readings.clear();
  for (const Reported& one : reported->second) {
    if (!readings.answered) break;
    readings.rows.push_back(one.labels);
    readings.readings.push_back({find_quantity(one.quantity).value(),
                                 static_cast<std::uint32_t>(readings.rows.size() - 1), one.value});
  }
  latest = std::make_shared<const DeviceReadings>(readings);
  return latest;
}

void Play::probe(const std::string& id, bool ok, bool reference) {
  Probe& probe = probes_[id];
  probe.result.probe = id;
  probe.result.interval = kPollInterval;
  probe.result.reference = reference;
  probe.result.essential = !reference;
  probe.next_ok = ok;
}

void Play::connects_in(const std::string& id, Milliseconds round_trip) {
  probes_[id].result.round_trip = round_trip;
}

void Play::report_own(DeviceReadings readings) {
  readings.taken = now();
  own_[readings.source] = std::move(readings);
}

void Play::end_rounds() {
  if (probes_.empty()) return;
  DeviceReadings& readings = own_[Source::service];
  readings.source = Source::service;
  readings.taken = now();
  readings.probes.clear();
  for (auto& [id, probe] : probes_) {
    ProbeResult& result = probe.result;
    if (result.rounds == 0 || now().mono - result.at >= kPollInterval) {
      const bool same = result.rounds > 0 && result.ok == probe.next_ok;
      if (!same) result.since = now().mono;
      result.rounds = same ? result.rounds + 1 : 1;
      result.ok = probe.next_ok;
      result.at = now().mono;
    }
    readings.probes.push_back(result);
  }
}

bool Play::clock_is_credible() const {
  const LedgerTime built = kMidnight - std::chrono::hours(24);
  return credible(wall(), store_.last_run.known_until, built, {});
}

void Play::look() {
  if (!clock_known_ && clock_is_credible()) {
    engine_->clock_known(now());
    clock_known_ = true;
  }
  Snapshot snapshot;
  snapshot.inventory = inventory_;
  snapshot.taken = now();
  for (const Device& device : commune_.inventory().devices) {
    DeviceView view;
    if (!unpolled_.contains(device.id.value)) {
      view.by_source[static_cast<std::size_t>(Source::icmp)] = ping(device);
      view.by_source[static_cast<std::size_t>(Source::snmp)] = poll(device);
    }
    snapshot.devices.push_back(view);
  }
  end_rounds();
  for (const auto& [source, readings] : own_)
    snapshot.agent.push_back(std::make_shared<const DeviceReadings>(readings));
  store_.take(engine_->step(snapshot, carrier_));
}

void Play::run(std::chrono::seconds time) {
  for (auto left = time; left.count() > 0; left -= std::chrono::seconds(1)) {
    elapsed_ += std::chrono::seconds(1);
    look();
  }
}

void Play::run_until(std::chrono::seconds since_midnight) {
  run(since_midnight - std::chrono::duration_cast<std::chrono::seconds>(wall() - kMidnight));
}

void Play::stop() {
  store_.take(engine_->stop(now()));
  store_.last_run.orderly = true;
  engine_.reset();
}

void Play::kill() {
  engine_.reset();
}

void Play::start(std::chrono::seconds off, const std::string& boot_id) {
  elapsed_ += off;
  pings_.clear();
  polls_.clear();
  latest_polls_.clear();
  clock_known_ = clock_is_credible();
  engine_ =
      std::make_unique<CoverageEngine>(setup(), store_.memory(), Run{boot_id, now(), clock_known_});
  store_.last_run.boot_id = boot_id;
  store_.last_run.orderly = false;
}

void Play::replace(Commune commune) {
  commune_ = std::move(commune);
  inventory_ = std::make_shared<const Inventory>(commune_.inventory());
  engine_->replace(setup(), now());
}

Setup Play::setup() const {
  Setup made = commune_.setup();
  made.inventory = inventory_;
  return made;
}

CoveragePicturePtr Play::picture() {
  return engine_->picture(store_.last_run.known_until);
}

State Play::state(const std::string& site, Access access) {
  const auto shown = picture();
  for (const SubjectStatus& status : shown->accesses)
    if (status.subject.site.value == site && status.subject.access == access) return status.state;
  throw std::logic_error("no such access at " + site);
}

std::string text(const std::vector<Interval>& intervals) {
  std::string made;
  for (const Interval& interval : intervals) {
    if (!made.empty()) made += ", ";
    made += to_string(interval.state);
    if (interval.cause != Cause::none) made += fmt::format(" {}", to_string(interval.cause));
    if (!interval.root_device.empty()) made += " " + interval.root_device.value;
    made += " " + second(interval.start) + "-" + second(interval.end);
  }
  return made;
}

std::string text(const Outage& outage) {
  return fmt::format("{}/{} {} {} {}-{}{}", outage.subject.site.value, access_word(outage.subject),
                     to_string(outage.cause), outage.root_device.value, second(outage.start),
                     outage.end ? second(*outage.end) : "", outage.is_root() ? " root" : "");
}

}  // namespace commune::coverage::test
