#include "tests/exporters/prometheus/sample_coverage.hpp"

#include <string>
#include <utility>

#include "tests/exporters/prometheus/sample_commune.hpp"

namespace commune::testing {
namespace {

using namespace std::chrono_literals;

const LedgerTime kMorning{1'764'137'700'250ms};

Site site(const char* id, const char* village, SiteKind kind, const char* name) {
  Site made;
  made.id = SiteId{id};
  made.village = VillageId{village};
  made.kind = kind;
  made.name = name;
  return made;
}

Link link(const char* id, const char* site, Medium medium, double capacity) {
  Link made;
  made.id = LinkId{id};
  made.site = SiteId{site};
  made.device = DeviceId{"gw-trụ-sở"};
  made.interface = "sfp 1";
  made.towards = DeviceId{"olt"};
  made.medium = medium;
  made.capacity_bytes_per_second = capacity;
  return made;
}

Subject access(const char* village, const char* site, Access access) {
  return {VillageId{village}, SiteId{site}, access};
}

Subject whole(const char* village) {
  return {VillageId{village}, {}, {}};
}

Outage outage(const char* id, Subject subject, LedgerTime start, Cause cause,
              const char* root_device, const char* root_outage) {
  Outage made;
  made.id = id;
  made.subject = std::move(subject);
  made.start = start;
  made.cause = cause;
  made.root_device = DeviceId{root_device};
  made.root_outage = root_outage;
  return made;
}

}  // namespace

Snapshot two_villages() {
  auto inventory = std::make_shared<Inventory>();
  inventory->vantage = SiteId{"trụ-sở"};
  inventory->villages = {{VillageId{"ca"}, "Thôn Ca", 120},
                         {VillageId{"đồng-mới"}, "Thôn Mới", 80}};
  inventory->sites = {site("trụ-sở", "ca", SiteKind::office, "Trụ sở xã"),
                      site("moi-nvh", "đồng-mới", SiteKind::cultural_house, "Nhà văn hoá \"Mới\""),
                      site("moi-truong", "đồng-mới", SiteKind::school, "Trường")};
  inventory->links = {link("quang", "moi-nvh", Medium::fibre, 125e6),
                      link("vo-tuyen", "moi-truong", Medium::radio, 0),
                      link("dong", "trụ-sở", Medium::copper, 12.5e6),
                      link("chua-biet", "trụ-sở", Medium::fibre, 0)};
  Snapshot made;
  made.inventory = inventory;
  made.taken = sample_now();
  return made;
}

CoveragePicture coverage_of_two_villages() {
  CoveragePicture made;
  made.taken = kMorning + 1h;
  made.ledger_until = kMorning + 59min + 1ms;
  made.accesses = {{access("ca", "trụ-sở", Access::fibre),
                    State::down,
                    Cause::device,
                    DeviceId{"gw-trụ-sở"},
                    kMorning,
                    {0ms, 3'540'001ms, 0ms, 315'360'000'007ms, 0ms}},
                   {access("đồng-mới", "moi-nvh", Access::wifi),
                    State::down,
                    Cause::upstream,
                    DeviceId{"gw-trụ-sở"},
                    kMorning + 5s,
                    {1ms, 20ms, 300ms, 4'000ms, 50'000ms}},
                   {access("đồng-mới", "moi-nvh", Access::mobile),
                    State::degraded,
                    Cause::radio,
                    DeviceId{},
                    kMorning - 24h,
                    {}},
                   {access("đồng-mới", "moi-truong", Access::internet),
                    State::unmeasured,
                    Cause::own_path,
                    DeviceId{},
                    {},
                    {86'400'000ms, 0ms, 0ms, 0ms, 0ms}}};
  made.villages = {
      {whole("ca"),
       State::up,
       Cause::none,
       DeviceId{},
       kMorning - 1ms,
       {0ms, 0ms, 0ms, 1'234ms, 0ms}},
      {whole("đồng-mới"), State::planned, Cause::maintenance, DeviceId{}, kMorning, {}}};
  made.open_outages = {
      outage("1", access("ca", "trụ-sở", Access::fibre), kMorning, Cause::device, "gw-trụ-sở", "1"),
      outage("2", access("đồng-mới", "moi-nvh", Access::wifi), kMorning + 5s, Cause::upstream,
             "gw-trụ-sở", "1"),
      outage("3", access("đồng-mới", "moi-truong", Access::loudspeaker), kMorning + 6s,
             Cause::unknown, "", "3")};
  made.open_outages[0].cut_off = {made.open_outages[1].subject};
  made.ended_outages = {{access("ca", "trụ-sở", Access::fibre), Cause::power, 2},
                        {access("ca", "trụ-sở", Access::fibre), Cause::fibre, 1},
                        {access("đồng-mới", "moi-nvh", Access::wifi), Cause::power, 40}};
  made.lines = {{LinkId{"quang"}, 5e6, 50e6, 125e6, 0.4},
                {LinkId{"vo-tuyen"}, 1e6, std::nullopt, 37.5e6, 0.026},
                {LinkId{"chua-biet"}, 1e6, 1e6, 0, std::nullopt}};
  made.optical = OpticalLimits{-27.5, 2};
  return made;
}

CoveragePicture coverage_without_clock() {
  CoveragePicture made;
  made.accesses = {
      {access("ca", "trụ-sở", Access::fibre), State::up, Cause::none, DeviceId{}, {}, {}}};
  made.villages = {{whole("ca"), State::unmeasured, Cause::not_instrumented, DeviceId{}, {}, {}}};
  return made;
}

CoveragePicture wide_coverage(std::size_t accesses) {
  CoveragePicture made;
  made.taken = kMorning;
  made.ledger_until = kMorning;
  for (std::size_t i = 0; i < accesses; ++i) {
    const Subject subject{VillageId{"thon-" + std::to_string(i / 10)},
                          SiteId{"thon-" + std::to_string(i / 10) + "-nha-van-hoa"},
                          static_cast<Access>(i % 5)};
    const auto spent = Milliseconds(static_cast<std::int64_t>(i) * 86'399'999);
    made.accesses.push_back({subject,
                             State::up,
                             Cause::none,
                             DeviceId{},
                             kMorning,
                             {spent, spent + 1ms, spent + 2ms, spent + 3ms, spent + 4ms}});
  }
  return made;
}

HistoryFigures history_figures() {
  HistoryFigures made;
  made.intervals = 1;
  made.outages = 2;
  made.quality = 3;
  made.disk_bytes = 4'096;
  made.quota_bytes = 67'108'864;
  made.written_bytes = 9'007'199'254'740'991;
  made.commits = 7;
  made.commit_time = 12'345'678ns;
  made.errors = 8;
  made.pending = 9;
  made.dropped = 10;
  return made;
}

}  // namespace commune::testing
