#include "tests/exporters/report/small_ledger.hpp"

#include <sstream>

#include "exporters/report/report.hpp"

namespace commune::report {
namespace {

const Subject kCa = {VillageId{"ca"}, {}, {}};
const Subject kHallFibre = {VillageId{"ca"}, SiteId{"ca-nvh"}, Access::fibre};
const Subject kHallWifi = {VillageId{"ca"}, SiteId{"ca-nvh"}, Access::wifi};
const Subject kGone = {VillageId{"cu"}, SiteId{"cu-nvh"}, Access::wifi};

Interval interval(const Subject& subject, State state, Cause cause, std::string_view start,
                  std::string_view end, std::string root = {}) {
  return {subject, state, cause, DeviceId{std::move(root)}, at(start), at(end), false};
}

Site hall() {
  Site site;
  site.id = SiteId{"ca-nvh"};
  site.village = VillageId{"ca"};
  site.kind = SiteKind::cultural_house;
  site.name = "Nhà văn hóa \"Ca\", thôn Ca";
  site.latitude = 21.41;
  site.longitude = 106.29;
  site.accesses = {Access::fibre, Access::wifi};
  return site;
}

Outage outage(std::string id, const Subject& subject, std::string_view start, Cause cause) {
  Outage made;
  made.root_outage = id;
  made.id = std::move(id);
  made.subject = subject;
  made.start = at(start);
  made.cause = cause;
  return made;
}

Quality quality(std::string_view start, std::uint64_t replies, double clients) {
  Quality row;
  row.name = "ca-ap";
  row.site = SiteId{"ca-nvh"};
  row.village = VillageId{"ca"};
  row.start = at(start);
  row.requests = 3600;
  row.replies = replies;
  row.round_trips.assign(kRoundTripBounds.size() + 1, 0);
  row.round_trips[3] = replies;  // 0.5 to 1 ms
  row.receive_bytes = 1'000'000'000;
  row.transmit_bytes = 20'000'000;
  row.traffic_known = true;
  row.peak_clients = clients;
  row.least_optical_power_dbm = -24.125;
  return row;
}

}  // namespace

Calendar vietnam() {
  return *Calendar::in("Asia/Ho_Chi_Minh");
}

LedgerTime at(std::string_view text) {
  return vietnam().parse(text).value();
}

Inventory two_villages() {
  Inventory inventory;
  inventory.commune_name = "Xã Kép";
  inventory.villages = {{VillageId{"ca"}, "Thôn Ca", 120}, {VillageId{"oc"}, "Thôn Ốc", 80}};
  inventory.sites = {hall()};
  return inventory;
}

MemoryHistory small_ledger() {
  using enum State;
  MemoryHistory history;
  auto& kept = history.kept_intervals;
  kept = {interval(kCa, up, Cause::none, "2026-10-01", "2026-10-25"),
          interval(kCa, down, Cause::fibre, "2026-10-25", "2026-10-26", "ca-gw"),
          interval(kCa, up, Cause::none, "2026-10-26", "2026-11-02"),
          interval(kHallFibre, up, Cause::none, "2026-09-20", "2026-10-25"),
          interval(kHallFibre, down, Cause::fibre, "2026-10-25", "2026-10-25T12:00:00.25", "ca-gw"),
          interval(kHallFibre, down, Cause::power, "2026-10-25T12:00:00.25", "2026-10-26"),
          interval(kHallFibre, planned, Cause::maintenance, "2026-10-26", "2026-10-26T06:00"),
          interval(kHallFibre, up, Cause::none, "2026-10-26T06:00", "2026-11-02"),
          interval(kHallWifi, unmeasured, Cause::no_evidence, "2026-10-10", "2026-10-10T00:01"),
          interval(kHallWifi, up, Cause::none, "2026-10-10T00:01", "2026-10-20"),
          interval(kHallWifi, unmeasured, Cause::power_cut, "2026-10-20", "2026-10-20T03:00"),
          interval(kHallWifi, degraded, Cause::congestion, "2026-10-20T03:00", "2026-10-31T22:00"),
          interval(kHallWifi, down, Cause::radio, "2026-10-31T22:00", "2026-11-02", "ca-ap"),
          interval(kGone, unmeasured, Cause::not_instrumented, "2026-10-30", "2026-11-02")};
  kept[12].open = true;

  auto fibre = outage("ca-nvh/fibre/20261024T170000Z", kHallFibre, "2026-10-25", Cause::fibre);
  fibre.end = at("2026-10-26");
  fibre.root_device = DeviceId{"ca-gw"};
  fibre.cut_off = {kHallWifi, kGone};
  history.kept_outages = {
      fibre, outage("ca-nvh/wifi/20261031T150000Z", kHallWifi, "2026-10-31T22:00", Cause::radio)};
  history.kept_quality = {quality("2026-10-01T07:00", 3600, 3),
                          quality("2026-10-31T23:00", 3240, 9)};
  return history;
}

Request october(Topic topic, Format format) {
  Request request;
  request.topic = topic;
  request.format = format;
  request.range = {at("2026-10"), at("2026-11")};
  return request;
}

std::string written(HistoryReader& reader, const Inventory& inventory, const Request& request) {
  std::ostringstream out;
  const auto done = write_report(reader, inventory, vietnam(), request, out);
  return done ? out.str() : done.error().message();
}

}  // namespace commune::report
