// How long one look of the coverage engine takes: 1,000 sites with five accesses each, four devices
// a site that are pinged every second and asked by SNMP every ten; all well, a third of the sites
// silent, and all of them at once. Prints, judges nothing.
#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agent/coverage/coverage_engine.hpp"
#include "core/model/quantity_table.hpp"

#include <fmt/format.h>
#include <time.h>

namespace commune::coverage {
namespace {

using std::chrono::seconds;

constexpr int kSites = 1'000, kLooks = 300;

/// Time of this thread: other work on the machine does not count.
double processor_ms() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

void add_device(Inventory& inventory, const std::string& id, const std::string& site,
                DeviceKind kind, const std::string& upstream) {
  inventory.devices.push_back({{id}, {site}, kind, "", {upstream}});
}

std::shared_ptr<const Inventory> commune() {
  Inventory made;
  made.vantage.value = "office";
  made.villages.push_back({{"office"}, "office", 0});
  Site office;
  office.id.value = office.village.value = "office";
  made.sites.push_back(office);
  add_device(made, "gw", "office", DeviceKind::gateway, "");
  for (int i = 0; i < kSites; ++i) {
    const std::string name = fmt::format("thon-{:04}", i);
    made.villages.push_back({{name}, name, 0});
    Site site;
    site.id.value = site.village.value = name;
    site.accesses = {Access::fibre, Access::wifi, Access::mobile, Access::loudspeaker,
                     Access::internet};
    made.sites.push_back(site);
    add_device(made, name + "-gw", name, DeviceKind::gateway, "gw");
    add_device(made, name + "-ap", name, DeviceKind::access_point, name + "-gw");
    add_device(made, name + "-4g", name, DeviceKind::cellular_gateway, name + "-gw");
    add_device(made, name + "-loud", name, DeviceKind::loudspeaker, name + "-gw");
    made.links.push_back({{name}, {name}, {"gw"}, name, {name + "-gw"}, Medium::fibre, 0});
  }
  return std::make_shared<const Inventory>(std::move(made));
}

/// What collectors would say, from a rule for who is silent.
class Collectors {
 public:
  explicit Collectors(std::shared_ptr<const Inventory> inventory)
      : last_pings_(inventory->devices.size()), last_polls_(inventory->devices.size()) {
    snapshot_.inventory = std::move(inventory);
    snapshot_.devices.resize(last_pings_.size());
  }

  /// `silent` by place of the device's site, the office being the first.
  const Snapshot& at(Moment now, const std::function<bool(std::size_t)>& silent) {
    snapshot_.taken = now;
    for (std::size_t i = 0; i < last_pings_.size(); ++i) {
      const bool answers = !silent((i + 3) / 4);
      say(i, last_pings_[i], Source::icmp, seconds(1), answers);
      if (now.mono.time_since_epoch() % seconds(10) == seconds(0))
        say(i, last_polls_[i], Source::snmp, seconds(10), answers);
    }
    return snapshot_;
  }

 private:
  void say(std::size_t i, DeviceReadings& last, Source source, Milliseconds interval,
           bool answers) {
    last.device = snapshot_.inventory->devices[i].id;
    last.source = source;
    last.taken = snapshot_.taken;
    last.interval = interval;
    last.answered = answers;
    last.silent_polls = answers ? 0 : last.silent_polls + 1;
    if (answers) last.last_answer = snapshot_.taken;
    last.rows.clear();
    last.readings.clear();
    if (source == Source::snmp && answers) add_radio_and_ports(i, last);
    snapshot_.devices[i].by_source.at(static_cast<std::size_t>(source)) =
        std::make_shared<const DeviceReadings>(last);
  }

  void add_radio_and_ports(std::size_t i, DeviceReadings& readings) const {
    const auto add = [&](Labels labels, QuantityName quantity, double value) {
      readings.rows.push_back(std::move(labels));
      readings.readings.push_back(
          {quantity, static_cast<std::uint32_t>(readings.rows.size() - 1), value});
    };
    switch (snapshot_.inventory->devices[i].kind) {
      case DeviceKind::access_point:
        return add({{LabelName::radio, "ra0"}}, "wifi.radio_up", 1);
      case DeviceKind::cellular_gateway:
        return add({}, "cellular.rsrp", -90);
      default:
        if (i > 0) return;
        for (const Link& link : snapshot_.inventory->links)
          add({{LabelName::interface, link.interface}}, "interface.up", 1);
    }
  }

  Snapshot snapshot_;
  std::vector<DeviceReadings> last_pings_, last_polls_;
};

class Bench {
 public:
  Bench()
      : inventory_(commune()),
        collectors_(inventory_),
        engine_(setup(), {}, {"boot", now_, true}) {}

  void measure(const char* name, const std::function<bool(std::size_t)>& silent) {
    std::vector<double> took;
    std::size_t intervals = 0, outages = 0;
    for (int i = 0; i < kLooks; ++i) {
      now_.wall += seconds(1);
      now_.mono += seconds(1);
      const Snapshot& snapshot = collectors_.at(now_, silent);
      const double start = processor_ms();
      const LedgerRecords records = engine_.step(snapshot, true);
      took.push_back(processor_ms() - start);
      intervals += records.intervals.size();
      outages += records.outages.size();
    }
    std::sort(took.begin(), took.end());
    fmt::print(
        "{:<28} median {:6.2f} ms  19 of 20 {:6.2f} ms  longest {:7.2f} ms  {} intervals, "
        "{} outages reported\n",
        name, took[took.size() / 2], took[took.size() * 19 / 20], took.back(), intervals, outages);
  }

  void measure_picture() {
    const double start = processor_ms();
    const auto picture = engine_.picture(std::chrono::floor<Milliseconds>(now_.wall));
    fmt::print("{:<28} {:13.2f} ms  {} accesses\n", "a picture", processor_ms() - start,
               picture->accesses.size());
  }

 private:
  Setup setup() const {
    Setup made;
    made.inventory = inventory_;
    for (const Site& site : inventory_->sites)
      made.judged.push_back(site.id);
    return made;
  }

  Moment now_{WallTime(seconds(1'795'564'800)), MonoTime(std::chrono::hours(100))};
  std::shared_ptr<const Inventory> inventory_;
  Collectors collectors_;
  CoverageEngine engine_;
};

}  // namespace
}  // namespace commune::coverage

int main() {
  using commune::coverage::Bench;
  Bench bench;
  const auto none = [](std::size_t) { return false; };
  const auto third = [](std::size_t site) { return site % 3 == 1; };
  const auto all = [](std::size_t site) { return site > 0; };
  bench.measure("all well", none);
  bench.measure("a third falls silent", third);
  bench.measure("it continues", third);
  bench.measure("all fall silent", all);
  bench.measure_picture();
  bench.measure("all are back", none);
  bench.measure_picture();
  return 0;
}
