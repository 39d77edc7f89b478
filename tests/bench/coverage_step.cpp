// How long one look of the coverage engine takes: 1,000 sites with five accesses each, everything
// up, then a twentieth of the gateways silent. Prints, judges nothing.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "agent/coverage/coverage_engine.hpp"

#include <fmt/format.h>

namespace commune::coverage {
namespace {

constexpr int kSites = 1'000, kSitesInVillage = 20, kLooks = 400;

std::shared_ptr<const Inventory> make_inventory() {
  Inventory inventory;
  inventory.vantage = SiteId{"office"};
  inventory.sites.push_back(
      {SiteId{"office"}, VillageId{"v0"}, SiteKind::office, "", {}, {}, {}, {}});
  inventory.devices.push_back(
      {DeviceId{"office-gw"}, SiteId{"office"}, DeviceKind::gateway, "", {}});
  for (int i = 0; i < kSites; ++i) {
    const std::string name = fmt::format("s{}", i);
    const VillageId village{fmt::format("v{}", i / kSitesInVillage)};
    if (i % kSitesInVillage == 0) inventory.villages.push_back({village, village.value, 0});
    inventory.sites.push_back(
        {SiteId{name},
         village,
         SiteKind::cultural_house,
         "",
         {},
         {},
         {Access::fibre, Access::wifi, Access::mobile, Access::loudspeaker, Access::internet},
         {}});
    const auto add = [&](const char* what, DeviceKind kind, const std::string& upstream) {
      inventory.devices.push_back(
          {DeviceId{name + what}, SiteId{name}, kind, "", DeviceId{upstream}});
    };
    add("-gw", DeviceKind::gateway, "office-gw");
    add("-ap", DeviceKind::access_point, name + "-gw");
    add("-4g", DeviceKind::cellular_gateway, name + "-gw");
    add("-loa", DeviceKind::loudspeaker, name + "-gw");
  }
  return std::make_shared<const Inventory>(std::move(inventory));
}

DeviceReadingsPtr ping(const DeviceId& device, Moment now, int number, bool answered) {
  auto readings = std::make_shared<DeviceReadings>();
  readings->device = device;
  readings->source = Source::icmp;
  readings->taken = now;
  readings->interval = std::chrono::seconds(1);
  readings->answered = answered;
  if (answered) readings->last_answer = now;
  readings->silent_polls = answered ? 0 : number;
  readings->rows = {{}};
  readings->readings = {{quantity_index("icmp.requests"), 0, static_cast<double>(number)},
                        {quantity_index("icmp.replies"), 0, static_cast<double>(number)}};
  return readings;
}

Snapshot look_at(const std::shared_ptr<const Inventory>& inventory, Moment now, int number,
                 int silent_one_in) {
  Snapshot snapshot{inventory, now, {}, {}};
  for (std::size_t i = 0; i < inventory->devices.size(); ++i) {
    const auto site = static_cast<int>(i - 1) / 4;
    const bool silent = i > 0 && silent_one_in > 0 && site % silent_one_in == 0;
    snapshot.devices.push_back({{ping(inventory->devices[i].id, now, number, !silent), nullptr}});
  }
  return snapshot;
}

void measure(const char* name, int silent_one_in) {
  const auto inventory = make_inventory();
  Setup setup{inventory, {}, {}, {}};
  for (const Site& site : inventory->sites)
    setup.judged.push_back(site.id);
  Moment moment = now();
  CoverageEngine engine(setup, {}, {"boot", moment, true});
  std::vector<double> milliseconds;
  std::size_t records = 0;
  for (int look = 1; look <= kLooks; ++look) {
    moment.wall += std::chrono::seconds(1);
    moment.mono += std::chrono::seconds(1);
    const Snapshot snapshot =
        look_at(inventory, moment, look, look > kLooks / 2 ? silent_one_in : 0);
    const auto begun = std::chrono::steady_clock::now();
    const LedgerRecords made = engine.step(snapshot, {});
    const auto picture = engine.picture(made.known_until);
    milliseconds.push_back(seconds(std::chrono::steady_clock::now() - begun) * 1e3);
    records += made.intervals.size();
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  fmt::print("{:<34} {} accesses: p50 {:.2f} ms, p99 {:.2f} ms, {} records\n", name, kSites * 5,
             milliseconds[kLooks / 2], milliseconds[kLooks * 99 / 100], records);
}

}  // namespace
}  // namespace commune::coverage

int main() {
  commune::coverage::measure("all up", 0);
  commune::coverage::measure("then one site in 20 silent", 20);
  return 0;
}
