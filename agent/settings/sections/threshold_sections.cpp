#include "agent/settings/sections/threshold_sections.hpp"

namespace commune::settings {
namespace {

constexpr Range<double> kRatio{0, 1};
constexpr Range<double> kDbm{-200, 50};

void read_path(const TableReader& table, coverage::PathThresholds& path) {
  using namespace std::chrono_literals;
  assign(path.loss_ratio, table.number("loss_ratio", kRatio));
  assign(path.round_trip, table.duration("round_trip", {1ms, 60s}));
}

void read_fibre(const TableReader& table, coverage::FibreThresholds& fibre) {
  read_path(table, fibre.path);
  assign(fibre.optical_floor_dbm, table.number("optical_floor_dbm", kDbm));
  assign(fibre.optical_margin_db, table.number("optical_margin_db", {0, 40}));
  assign(fibre.error_ratio, table.number("error_ratio", kRatio));
}

void read_wifi(const TableReader& table, coverage::WifiThresholds& wifi) {
  read_path(table, wifi.path);
  assign(wifi.channel_utilization_ratio, table.number("channel_utilization_ratio", kRatio));
  if (const auto clients = table.integer("clients", {1, 10'000}))
    wifi.clients = static_cast<int>(*clients);
}

void read_mobile(const TableReader& table, coverage::MobileThresholds& mobile) {
  read_path(table, mobile.path);
  assign(mobile.rsrp_floor_dbm, table.number("rsrp_floor_dbm", kDbm));
  assign(mobile.rsrp_dbm, table.number("rsrp_dbm", kDbm));
  assign(mobile.rsrq_db, table.number("rsrq_db", {-50, 30}));
  assign(mobile.sinr_db, table.number("sinr_db", {-50, 60}));
  if (mobile.rsrp_dbm < mobile.rsrp_floor_dbm)
    table.error("rsrp_dbm", fmt::format("rsrp_dbm {} is under rsrp_floor_dbm {}", mobile.rsrp_dbm,
                                        mobile.rsrp_floor_dbm));
}

void read_internet(const TableReader& table, coverage::InternetThresholds& internet) {
  read_path(table, internet.path);
  assign(internet.throughput_ratio, table.number("throughput_ratio", kRatio));
}

}  // namespace

coverage::Thresholds read_thresholds(const TableReader& table) {
  using namespace std::chrono_literals;
  coverage::Thresholds thresholds;
  assign(thresholds.down_after, table.duration("down_after", {1s, 1h}));
  assign(thresholds.up_after, table.duration("up_after", {1s, 1h}));
  if (const auto fibre = table.table("fibre")) read_fibre(*fibre, thresholds.fibre);
  if (const auto wifi = table.table("wifi")) read_wifi(*wifi, thresholds.wifi);
  if (const auto mobile = table.table("mobile")) read_mobile(*mobile, thresholds.mobile);
  if (const auto internet = table.table("internet")) read_internet(*internet, thresholds.internet);
  if (const auto loudspeaker = table.table("loudspeaker"))
    read_path(*loudspeaker, thresholds.loudspeaker);
  return thresholds;
}

}  // namespace commune::settings
