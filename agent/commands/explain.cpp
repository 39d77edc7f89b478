#include "agent/commands/explain.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <map>
#include <ostream>
#include <set>
#include <string_view>
#include <unordered_map>

#include "agent/commands/text_table.hpp"
#include "collectors/capture/traffic_class.hpp"
#include "collectors/icmp/round_trip.hpp"
#include "collectors/snmp/poll/polling_plan.hpp"

#include <fmt/ostream.h>

namespace commune {
namespace {

constexpr double kSecondsPerDay = 86'400;

// Series of each device beside those of its profile (docs/metrics.md).
constexpr std::size_t kSeriesOfDevice = 2;  // commune_device_info, _up
constexpr std::size_t kSeriesOfSite = 1;    // commune_site_info
constexpr std::size_t kSeriesOfIcmp =
    2 + kRoundTripBounds.size() + 3;       // requests, replies; buckets, +Inf, sum, count
constexpr std::size_t kSeriesOfSnmp = 4;   // commune_snmp_up, _requests, _retries, _poll_duration
constexpr std::size_t kSeriesOfTable = 2;  // commune_snmp_table_up, _table_last_success
// Series of each captured interface (docs/metrics.md): up, hosts, flows, evicted; drops and
// unparsed; ranks; two histograms and three counters of each side. Then bytes and packets, four
// directions each.
constexpr std::size_t kSeriesOfCapture = 4 + 4 + 5 + 2 * (2 * (kRoundTripBounds.size() + 3) + 3);
constexpr std::size_t kSeriesOfTrafficClass = 8;
// commune_probe_info, _up, _rounds, a failure, five phases, status, certificate.
constexpr std::size_t kSeriesOfProbe = 11;
// commune_throughput_info, two rates, contracted, bytes; three latencies, six ends of runs, ...
constexpr std::size_t kSeriesOfTest = 21;
// Header, engine id, user and digests of a v3 message, each way.
constexpr double kUserSecurityBytes = 75;

// Writes of the history, log and file together. Measured with SQLite alone, with the history's
// tables and 3, 25 and 151 devices; not yet with a running agent.
constexpr double kSecondsBetweenHeartbeats = 60;
constexpr double kSecondsOfQualityPeriod = 300;
constexpr double kBytesOfCommit = 5'000;          // The page that every commit changes.
constexpr double kBytesOfQualityPeriod = 12'000;  // The pages that its rows go to...
constexpr double kBytesOfQualityRows = 700;       // ...and a device's three rows.
constexpr double kBytesOfChange = 35'000;         // Interval and outage, with their indexes.

// Traffic of a push, and disk writes of one that is not accepted. Measured by
// tests/bench/remote_write_day with 1000 series.
constexpr double kBytesOfPushedSample = 16;
constexpr double kBytesOfPush = 700;        // Headers of HTTP, TLS and TCP, both ways.
constexpr double kPayloadOfPacket = 1'400;  // Every second packet is acknowledged.
constexpr double kBytesOfQueuedSample = 2.5;
constexpr double kBytesOfDiskBlock = 4'096;

double polls_per_day(Milliseconds interval) {
  return kSecondsPerDay / seconds(interval);
}

Traffic traffic_of(const icmp::Target& target) {
  const bool v6 = target.address.find(':') != std::string::npos;
  const double headers = 8 + (v6 ? 40 : 20);
  return {2 / seconds(target.interval), 2 * (headers + static_cast<double>(target.payload_bytes)) *
                                            polls_per_day(target.interval)};
}

/// Cost and series of a poll by one profile; the same for all devices that use it.
struct ProfileCost {
  snmp::PollCost poll;
  std::size_t series = 0;
};

ProfileCost cost_of(const snmp::Profile& profile) {
  ProfileCost cost;
  cost.poll = snmp::expected_cost(snmp::make_plan(profile), kAssumedRows);
  for (const auto& shared : profile.tables) {
    const snmp::Table& table = *shared;
    cost.series += kSeriesOfTable;
    for (const snmp::ReadingRule& reading : table.readings) {
      const bool one = table.scalar || reading.aggregate != snmp::Aggregate::none;
      cost.series += one ? 1 : kAssumedRows;
    }
  }
  return cost;
}

Traffic traffic_of(const snmp::Target& target, const snmp::PollCost& poll) {
  const double security =
      target.credentials.version == snmp::Version::v3 ? 2 * poll.requests * kUserSecurityBytes : 0;
  return {2 * poll.requests / seconds(target.interval),
          (poll.bytes + security) * polls_per_day(target.interval)};
}

struct Exchange {
  double packets, bytes;
};

/// Traffic of one round of a probe, both ways, with new name queries and a page of 16 kB.
Exchange round_of(service::Kind kind) {
  constexpr Exchange kNames{4, 400}, kQuestion{2, 250}, kConnection{7, 400}, kHandshake{10, 6'000},
      kPage{25, 16'000};
  const auto sum = [](std::initializer_list<Exchange> parts) {
    Exchange all{0, 0};
    for (const Exchange& part : parts)
      all = {all.packets + part.packets, all.bytes + part.bytes};
    return all;
  };
  switch (kind) {
    case service::Kind::dns:
      return kQuestion;
    case service::Kind::icmp:
      return sum({kNames, kQuestion});
    case service::Kind::tcp:
      return sum({kNames, kConnection});
    case service::Kind::tls:
      return sum({kNames, kConnection, kHandshake});
    case service::Kind::http:
      break;
  }
  return sum({kNames, kConnection, kHandshake, kPage});
}

Traffic traffic_of(const service::Probe& probe) {
  const Exchange round = round_of(probe.kind);
  return {round.packets / seconds(probe.interval), round.bytes * polls_per_day(probe.interval)};
}

void add_receiver(const remote_write::Receiver& receiver, Cost& cost) {
  const auto series = static_cast<double>(cost.series);
  const double pushes = polls_per_day(receiver.interval);
  const double pushed = series * kBytesOfPushedSample + kBytesOfPush;
  const double queued = series * kBytesOfQueuedSample;
  // Each push is a record of its own and uses as few blocks of the disk as it can; small ones share
  // a block.
  const double blocks = std::ceil(queued / kBytesOfDiskBlock);
  const double in_one = queued > 0 ? std::floor(kBytesOfDiskBlock / queued) : 1;
  ++cost.receivers;
  cost.remote_write +=
      {1.5 * std::ceil(pushed / kPayloadOfPacket) / seconds(receiver.interval), pushed * pushes};
  cost.queue_writes_per_day += blocks * kBytesOfDiskBlock * pushes;
  cost.queue_bytes_per_day += blocks * kBytesOfDiskBlock / std::max(1.0, in_one) * pushes;
}

std::string bytes_text(double bytes) {
  static constexpr std::array<std::string_view, 5> kUnits = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < kUnits.size()) {
    bytes /= 1'000;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", bytes, bytes < 9.95 && unit > 0 ? 1 : 0, kUnits[unit]);
}

std::string packets_text(double packets) {
  return fmt::format("{:.1f}", packets);
}

/// Accesses of the judged sites, and their villages.
std::size_t judged_subjects(const settings::Settings& settings) {
  std::size_t accesses = 0;
  std::set<VillageId> villages;
  for (const SiteId& id : settings.judged) {
    const Site* site = settings.inventory.find(id);
    if (site == nullptr) continue;
    accesses += site->accesses.size();
    villages.insert(site->village);
  }
  return accesses + villages.size();
}

/// commits * kBytesOfCommit
///   + quality periods * (kBytesOfQualityPeriod + devices * kBytesOfQualityRows)
///   + changes * kBytesOfChange,
/// where heartbeats, quality periods and changes each make a commit, unless there are more of them
/// than commit_interval lets through.
double history_bytes_per_day(const settings::Settings& settings, std::size_t devices) {
  const double heartbeats = kSecondsPerDay / kSecondsBetweenHeartbeats;
  const double periods = kSecondsPerDay / kSecondsOfQualityPeriod;
  const auto changes = static_cast<double>(judged_subjects(settings) * kAssumedChangesPerDay);
  const double most_commits = kSecondsPerDay / seconds(settings.history.commit_interval);
  return std::min(heartbeats + periods + changes, most_commits) * kBytesOfCommit +
         periods * (kBytesOfQualityPeriod + static_cast<double>(devices) * kBytesOfQualityRows) +
         changes * kBytesOfChange;
}

/// Adds up the cost of targets by the site of their device.
class SiteCosts {
 public:
  explicit SiteCosts(const Inventory& inventory) {
    for (const Device& device : inventory.devices)
      site_of_[device.id] = device.site;
  }

  SiteCost& of(const DeviceId& device) {
    SiteCost& site = sites_[site_of_[device]];
    if (seen_.insert(device).second) {
      ++site.devices;
      site.series += kSeriesOfDevice;
    }
    return site;
  }

  std::vector<SiteCost> in_order_of(const Inventory& inventory) {
    std::vector<SiteCost> sites;
    for (const Site& site : inventory.sites) {
      const auto found = sites_.find(site.id);
      if (found == sites_.end()) continue;
      found->second.site = site.id;
      sites.push_back(found->second);
    }
    return sites;
  }

 private:
  std::unordered_map<DeviceId, SiteId> site_of_;
  std::unordered_map<SiteId, SiteCost> sites_;
  std::set<DeviceId> seen_;
};

}  // namespace

Traffic& Traffic::operator+=(const Traffic& other) {
  packets_per_second += other.packets_per_second;
  bytes_per_day += other.bytes_per_day;
  return *this;
}

Cost cost_of(const settings::Settings& settings, const std::vector<snmp::ProfilePtr>& profiles) {
  std::map<std::string, ProfileCost> by_profile;
  for (const snmp::ProfilePtr& profile : profiles)
    by_profile[profile->name] = cost_of(*profile);
  by_profile["auto"] = by_profile["generic"];

  SiteCosts sites(settings.inventory);
  for (const icmp::Target& target : settings.icmp_targets) {
    SiteCost& site = sites.of(target.device);
    site.icmp += traffic_of(target);
    site.series += kSeriesOfIcmp;
  }
  for (const snmp::Target& target : settings.snmp_targets) {
    const ProfileCost& profile = by_profile[target.profile];
    SiteCost& site = sites.of(target.device);
    site.snmp += traffic_of(target, profile.poll);
    site.series += kSeriesOfSnmp + profile.series;
  }

  Cost cost;
  cost.sites = sites.in_order_of(settings.inventory);
  cost.icmp_devices = settings.icmp_targets.size();
  cost.snmp_devices = settings.snmp_targets.size();
  cost.series = settings.inventory.sites.size() * kSeriesOfSite;
  std::size_t devices = 0;
  for (const SiteCost& site : cost.sites) {
    devices += site.devices;
    cost.icmp += site.icmp;
    cost.snmp += site.snmp;
    cost.series += site.series;
  }
  for (const capture::Interface& interface : settings.capture.interfaces)
    cost.series +=
        kSeriesOfCapture + kSeriesOfTrafficClass * capture::with_shipped(interface.classes).size();
  for (const service::Probe& probe : settings.services.probes) {
    ++cost.probes;
    cost.services += traffic_of(probe);
    cost.series += kSeriesOfProbe;
  }
  for (const throughput::SpeedTest& test : settings.throughput.tests) {
    ++cost.tests;
    cost.test_bytes_per_day += static_cast<double>(test.budget_day);
    cost.series += kSeriesOfTest;
  }
  cost.history_bytes_per_day = history_bytes_per_day(settings, devices);
  for (const remote_write::Receiver& receiver : settings.remote_write.receivers)
    add_receiver(receiver, cost);
  return cost;
}

void print(const Cost& cost, std::ostream& out) {
  static constexpr auto kRight = TextTable::Align::right;
  TextTable total({{"traffic"}, {"asked", kRight}, {"packets/s", kRight}, {"bytes/day", kRight}});
  const auto add = [&](const char* name, std::size_t devices, const Traffic& traffic) {
    total.add({name, std::to_string(devices), packets_text(traffic.packets_per_second),
               bytes_text(traffic.bytes_per_day)});
  };
  add("ICMP", cost.icmp_devices, cost.icmp);
  add("SNMP", cost.snmp_devices, cost.snmp);
  if (cost.probes > 0) add("services", cost.probes, cost.services);
  if (cost.receivers > 0) add("remote write", cost.receivers, cost.remote_write);
  total.print(out);
  if (cost.tests > 0)
    fmt::print(out, "\nthroughput tests: at most {} per day, their budgets\n",
               bytes_text(cost.test_bytes_per_day));
  fmt::print(out,
             "\nseries on /metrics: about {}, and the agent's own\n"
             "flash writes a day: about {}, by the history\n",
             cost.series, bytes_text(cost.history_bytes_per_day));
  if (cost.receivers > 0)
    fmt::print(out,
               "while no receiver of remote write answers: about {} more, for {} of waiting "
               "samples\n",
               bytes_text(cost.queue_writes_per_day), bytes_text(cost.queue_bytes_per_day));
  fmt::print(out, "\n");

  TextTable sites({{"site"},
                   {"devices", kRight},
                   {"packets/s", kRight},
                   {"bytes/day", kRight},
                   {"series", kRight}});
  for (const SiteCost& site : cost.sites) {
    Traffic both = site.icmp;
    both += site.snmp;
    sites.add({site.site.value, std::to_string(site.devices), packets_text(both.packets_per_second),
               bytes_text(both.bytes_per_day), std::to_string(site.series)});
  }
  sites.print(out);
  fmt::print(
      out,
      "\nAssumed: every device answers at the first try; {} rows in every table; a device "
      "whose\nprofile is \"auto\" has the tables of \"generic\"; every access and village "
      "changes its "
      "state\n{} times a day; a page of a probed service has 16 kB. Both ways, with IP headers.\n",
      kAssumedRows, kAssumedChangesPerDay);
}

}  // namespace commune
