#include "exporters/report/words.hpp"

#include <array>

namespace commune::report {
namespace {

constexpr std::array<Pair, 5> kAccesses = {{{"Cáp quang", "Fibre"},
                                            {"Wi-Fi", "Wi-Fi"},
                                            {"Di động", "Mobile"},
                                            {"Loa truyền thanh", "Loudspeaker"},
                                            {"Dịch vụ trực tuyến", "Online services"}}};

constexpr std::array<Pair, kCauseCount> kCauses = {
    {{"Mất điện", "No power"},
     {"Đường truyền phía trên", "Upstream"},
     {"Lỗi cáp quang", "Fibre"},
     {"Lỗi thiết bị", "Device"},
     {"Lỗi sóng vô tuyến", "Radio"},
     {"Quá tải", "Congestion"},
     {"Nhà mạng", "Provider"},
     {"Dịch vụ đầu xa", "Service"},
     {"Chưa rõ", "Unknown"},
     {"Máy giám sát mất điện", "Monitor lost power"},
     {"Chương trình giám sát bị lỗi", "Monitor crashed"},
     {"Chương trình giám sát được dừng", "Monitor was stopped"},
     {"Máy giám sát mất đường truyền", "Monitor's own path was broken"},
     {"Không có gì để đo", "Nothing measures it"},
     {"Chưa có số liệu", "No evidence"},
     {"Đồng hồ nhảy", "Clock jumped"},
     {"Không có trong cấu hình", "Not in the configuration"},
     {"Bảo trì đã báo trước", "Announced maintenance"},
     {"", ""}}};

Column village_column() {
  return {"village", "Thôn", "Village", true};
}
Column site_column() {
  return {"site", "Điểm", "Site", true};
}
Column access_column() {
  return {"access", "Dịch vụ", "Access"};
}

}  // namespace

Word access_name(const Subject& subject, Language language) {
  constexpr Pair kOverall = {"Chung", "Overall"};
  const Pair& name =
      subject.access ? kAccesses.at(static_cast<std::size_t>(*subject.access)) : kOverall;
  return {std::string(access_word(subject)), std::string(name.in(language))};
}

Word cause_name(Cause cause, Language language) {
  return {std::string(to_string(cause)),
          std::string(kCauses.at(static_cast<std::size_t>(cause)).in(language))};
}

Word measured_name(Measured kind, Language language) {
  constexpr std::array<Pair, kMeasured.size()> kNames = {{{"Thiết bị", "Device"},
                                                          {"Dịch vụ trực tuyến", "Online service"},
                                                          {"Người dùng", "Users"},
                                                          {"Đường truyền", "Line"}}};
  return {std::string(to_string(kind)),
          std::string(kNames.at(static_cast<std::size_t>(kind)).in(language))};
}

const std::vector<Column>& coverage_columns() {
  static const std::vector<Column> kColumns = {
      village_column(),
      site_column(),
      access_column(),
      {"period_start", "Từ", "From"},
      {"period_end", "Đến", "To"},
      {"up_seconds", "Hoạt động (giây)", "Up (s)"},
      {"degraded_seconds", "Suy giảm (giây)", "Degraded (s)"},
      {"down_seconds", "Mất dịch vụ (giây)", "Down (s)"},
      {"planned_seconds", "Bảo trì báo trước (giây)", "Planned (s)"},
      {"unmeasured_seconds", "Không đo được (giây)", "Not measured (s)"},
      {"availability", "Tỷ lệ sẵn sàng", "Availability"},
      {"measured_share", "Tỷ lệ thời gian đo được", "Measured share"},
      {"outages", "Số lần mất dịch vụ", "Outages"},
      {"longest_outage_seconds", "Lần mất dài nhất (giây)", "Longest outage (s)"},
      {"mean_time_to_repair_seconds", "Thời gian khôi phục trung bình (giây)",
       "Mean time to repair (s)"},
      {"main_cause", "Nguyên nhân chính", "Main cause"}};
  return kColumns;
}

const std::vector<Column>& outage_columns() {
  static const std::vector<Column> kColumns = {
      {"id", "Mã", "Id"},
      village_column(),
      site_column(),
      access_column(),
      {"start", "Từ", "From"},
      {"end", "Đến", "To"},
      {"duration_seconds", "Kéo dài (giây)", "Duration (s)"},
      {"cause", "Nguyên nhân", "Cause"},
      {"root_device", "Thiết bị gốc", "Root device"},
      {"cut_off", "Kéo theo mất", "Also cut off"},
      {"open", "Đang mất", "Still open"}};
  return kColumns;
}

const std::vector<Column>& quality_columns() {
  static const std::vector<Column> kColumns = {
      village_column(),
      site_column(),
      {"kind", "Đối tượng đo", "What is measured"},
      {"name", "Tên", "Name"},
      {"period_start", "Từ", "From"},
      {"period_end", "Đến", "To"},
      {"requests", "Số lần hỏi", "Requests"},
      {"loss", "Tỷ lệ không thành công", "Loss"},
      {"round_trip_p50_seconds", "Độ trễ p50 (giây)", "Round trip p50 (s)"},
      {"round_trip_p95_seconds", "Độ trễ p95 (giây)", "Round trip p95 (s)"},
      {"receive_bytes", "Nhận (byte)", "Received (bytes)"},
      {"transmit_bytes", "Gửi (byte)", "Sent (bytes)"},
      {"peak_receive_bytes_per_second", "Tốc độ nhận cao nhất (byte/giây)",
       "Peak receive rate (bytes/s)"},
      {"peak_transmit_bytes_per_second", "Tốc độ gửi cao nhất (byte/giây)",
       "Peak transmit rate (bytes/s)"},
      {"peak_utilization", "Mức tải đường truyền cao nhất", "Peak utilization"},
      {"peak_clients", "Số máy nhiều nhất", "Peak clients"},
      {"least_optical_power_dbm", "Công suất quang thấp nhất (dBm)", "Least optical power (dBm)"},
      {"least_rsrp_dbm", "RSRP thấp nhất (dBm)", "Least RSRP (dBm)"}};
  return kColumns;
}

const std::vector<Column>& unmeasured_columns() {
  static const std::vector<Column> kColumns = {
      village_column(), site_column(), access_column(),
      Column{"cause", "Lý do không đo được", "Why it was not measured"},
      Column{"unmeasured_seconds", "Không đo được (giây)", "Not measured (s)"}};
  return kColumns;
}

}  // namespace commune::report
