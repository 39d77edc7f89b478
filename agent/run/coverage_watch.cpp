#include "agent/run/coverage_watch.hpp"

#include <map>
#include <utility>

#include "agent/run/clock_source.hpp"
#include "agent/run/own_line.hpp"
#include "agent/version.hpp"

#include <spdlog/spdlog.h>

namespace commune {
namespace {

LedgerTime in_ledger(WallTime time) {
  return std::chrono::time_point_cast<Milliseconds>(time);
}

std::string name_of(const Subject& subject) {
  return fmt::format("{}/{}", subject.site.value, access_word(subject));
}

std::string blame_of(const Outage& outage) {
  if (outage.root_device.empty()) return std::string(to_string(outage.cause));
  return fmt::format("{}, {}", to_string(outage.cause), outage.root_device.value);
}

std::string also_cut_off(const Outage& outage) {
  return outage.cut_off.empty() ? "" : fmt::format(", also cut off: {}", outage.cut_off.size());
}

}  // namespace

CoverageWatch::CoverageWatch(coverage::Setup setup, history::History& history)
    : history_(history),
      configured_(setup.maintenance),
      engine_(std::move(setup), {}, {read_boot_id(), now(), false}),
      shown_({engine_.picture(std::nullopt), false}) {
  date_once_possible(now());
}

// Both the wall clock and the ledger of earlier runs must be known.
void CoverageWatch::date_once_possible(Moment now) {
  const auto memory = history_.memory();
  if (!memory) return;
  if (!std::exchange(remembered_, true)) engine_.remember(*memory);
  if (!coverage::credible(in_ledger(now.wall), memory->last_run.known_until,
                          in_ledger(source_time()), read_clock_source()))
    return;
  engine_.clock_known(now);
  keep_configured_work();
  spdlog::info("ledger: continues{}", memory->ends.empty() ? " (it is new)" : "");
}

// So that an export years later knows the planned work.
void CoverageWatch::keep_configured_work() {
  for (const Maintenance& window : configured_)
    history_.record(window);
}

std::vector<DeviceId> CoverageWatch::look(const Snapshot& snapshot) {
  if (engine_.undated()) date_once_possible(snapshot.taken);
  history_.record(engine_.step(snapshot, own_carrier()));
  if (!engine_.undated()) history_.record(sampler_.look(snapshot));
  const CoveragePicturePtr before = picture();
  log_changes(*before, *show());
  return engine_.worth_asking();
}

// At the second look: at the first one the root may not be known yet, nor the outages that it
// caused.
void CoverageWatch::log_changes(const CoveragePicture& before, const CoveragePicture& fresh) {
  std::map<std::string, const Outage*> open;
  for (const Outage& outage : fresh.open_outages)
    if (outage.is_root()) open.emplace(outage.id, &outage);
  for (const Outage& outage : before.open_outages) {
    const auto still = open.find(outage.id);
    if (!outage.is_root() || still == open.end() || !logged_.insert(outage.id).second) continue;
    spdlog::warn("outage: {} ({}){}", name_of(outage.subject), blame_of(*still->second),
                 also_cut_off(*still->second));
  }
  for (const Outage& outage : before.open_outages)
    if (!open.contains(outage.id) && logged_.erase(outage.id) > 0)
      spdlog::info("outage over: {} ({})", name_of(outage.subject), blame_of(outage));
}

void CoverageWatch::replace(coverage::Setup setup) {
  configured_ = setup.maintenance;
  engine_.replace(std::move(setup), now());
  if (!engine_.undated()) keep_configured_work();
  show();
}

// Pages must not wait for the next look to show the inventory that they already have.
CoveragePicturePtr CoverageWatch::show() {
  const CoveragePicturePtr fresh = engine_.picture(history_.ledger_until());
  shown_.with([&](Shown& shown) { shown = {fresh, !engine_.undated()}; });
  return fresh;
}

void CoverageWatch::announce(const Maintenance& maintenance) {
  engine_.announce(maintenance);
}

void CoverageWatch::stop() {
  history_.record(sampler_.stop());
  if (const auto written = history_.say_good_bye(engine_.stop(now())); !written)
    spdlog::error("history: the final records could not be written: {}", written.error().message());
}

CoveragePicturePtr CoverageWatch::picture() const {
  return shown_.with([](const Shown& shown) { return shown.picture; });
}

bool CoverageWatch::clock_known() const {
  return shown_.with([](const Shown& shown) { return shown.clock_known; });
}

}  // namespace commune
