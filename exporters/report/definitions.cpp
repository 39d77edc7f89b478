// What the figures mean, in the words that stand in the files themselves.
#include <array>

#include "exporters/report/words.hpp"

namespace commune::report {
namespace {

constexpr std::array kCoverage = {
    Definition{"period_start, period_end",
               {"Kỳ theo lịch tại múi giờ của xã, cắt theo khoảng thời gian yêu cầu.",
                "A calendar period in the commune's time zone, clipped to the range asked for."}},
    Definition{"up_seconds", {"Có bằng chứng là phục vụ được.", "Evidence says that it serves."}},
    Definition{"degraded_seconds",
               {"Phục vụ được nhưng dưới ngưỡng chất lượng.", "It serves, below a threshold."}},
    Definition{"down_seconds",
               {"Có bằng chứng là không phục vụ được.", "Evidence says that it does not serve."}},
    Definition{"planned_seconds",
               {"Bảo trì đã báo trước, dù lúc đó có dịch vụ hay không.",
                "Maintenance was announced, whatever the evidence."}},
    Definition{"unmeasured_seconds",
               {"Không có bằng chứng: không tính là mất dịch vụ, cũng không tính là hoạt động.",
                "There is no evidence: counted neither as down nor as up."}},
    Definition{
        "up + degraded + down + planned + unmeasured",
        {"Bằng đúng thời gian mà sổ theo dõi biết được trong kỳ; thời gian trước khi bắt đầu "
         "theo dõi và sau khi sổ kết thúc không thuộc trạng thái nào.",
         "Exactly the time of the period that the ledger covers; time before its beginning "
         "or after its end belongs to no state."}},
    Definition{"availability",
               {"(hoạt động + suy giảm) / (hoạt động + suy giảm + mất dịch vụ), làm tròn xuống; "
                "trống khi không đo được gì.",
                "(up + degraded) / (up + degraded + down), rounded down; empty when nothing was "
                "measured."}},
    Definition{"measured_share",
               {"Phần thời gian có trạng thái khác \"không đo được\", làm tròn xuống.",
                "(up + degraded + down + planned) / all, rounded down."}},
    Definition{"outages",
               {"Số lần mất dịch vụ bắt đầu trong kỳ. Lần bắt đầu từ kỳ trước chỉ được tính vào "
                "số giây mất dịch vụ.",
                "Outages that began in the period. An outage that began before it counts only in "
                "the seconds "
                "down."}},
    Definition{
        "longest_outage_seconds, mean_time_to_repair_seconds",
        {"Của các lần bắt đầu trong kỳ, tính trọn vẹn, kể cả phần sau kỳ; lần chưa kết thúc "
         "tính đến lúc sổ theo dõi kết thúc.",
         "For outages that began in the period, in full, also beyond its end; an open one counts "
         "up to the end of the ledger."}},
    Definition{"main_cause",
               {"Nguyên nhân của nhiều giây mất dịch vụ nhất.", "The cause of most seconds down."}},
    Definition{
        "overall",
        {"Của một thôn: tốt nhất trong các Wi-Fi và di động công cộng. Của toàn xã: tổng của "
         "các thôn.",
         "For a village, the best of its public Wi-Fi and mobile accesses. For the commune, "
         "the sum of its villages."}}};

constexpr std::array kOutages = {
    Definition{"start, end",
               {"Trọn vẹn, không cắt theo khoảng thời gian yêu cầu; trống khi chưa kết thúc.",
                "Complete, not clipped to the requested range; empty while it lasts."}},
    Definition{"duration_seconds",
               {"Lần chưa kết thúc tính đến lúc sổ theo dõi kết thúc.",
                "An open outage counts up to the end of the ledger."}},
    Definition{
        "cut_off",
        {"Những dịch vụ khác mất theo lần này.", "Other accesses that this outage cut off."}}};

constexpr std::array kQuality = {
    Definition{
        "kind, name",
        {"Thiết bị; dịch vụ trực tuyến được hỏi thử; người dùng ở một cổng, phía Wi-Fi (lan) "
         "và phía Internet (wan); đường truyền được đo tốc độ.",
         "A device; an online service that is probed; users at an interface, on the side of "
         "the Wi-Fi (lan) and of the Internet (wan); a line whose throughput is tested."}},
    Definition{
        "requests, loss",
        {"Thiết bị: gói ping và phần không có trả lời. Dịch vụ: lần hỏi thử và phần thất bại. "
         "Người dùng: gói TCP có dữ liệu và phần phải gửi lại. Đường truyền: lần đo và phần "
         "không có kết quả.",
         "Device: pings and the share without a reply. Service: rounds and the share that "
         "failed. Users: TCP segments with data and the share sent again. Line: tests and the "
         "share without a valid result."}},
    Definition{"round_trip_p50_seconds, round_trip_p95_seconds",
               {"Của gói ping, của lần hỏi thử trọn vẹn, của kết nối người dùng. Nội suy trong các "
                "khoảng của biểu đồ tần suất; lớn nhất 10 giây.",
                "For pings, whole rounds and users' connections. Interpolated in the buckets of "
                "the histogram; 10 s at most."}},
    Definition{
        "receive_bytes, transmit_bytes",
        {"Của cổng bận nhất; của người dùng: tải về và tải lên; của đường truyền: lượng dùng để "
         "đo.",
         "For the busiest interface. For users: downloaded and uploaded. For a line: bytes of its "
         "tests."}},
    Definition{
        "peak_receive_bytes_per_second, peak_transmit_bytes_per_second",
        {"Của cổng bận nhất, trung bình giữa hai lần hỏi; của đường truyền: kết quả đo tốt nhất.",
         "For the busiest interface, the mean between two polls. For a line, the best result."}},
    Definition{"peak_utilization",
               {"Chiều bận hơn so với dung lượng ghi trong cấu hình, không ghi thì theo thiết bị.",
                "The busier direction divided by the configured capacity, or by the speed that the "
                "device reports."}},
    Definition{
        "period_start, period_end",
        {"Kỳ theo lịch tại múi giờ của xã.", "A calendar period in the commune's time zone."}}};

}  // namespace

std::span<const Definition> definitions(Topic topic) {
  switch (topic) {
    case Topic::coverage:
      return kCoverage;
    case Topic::outages:
      return kOutages;
    case Topic::quality:
      break;
  }
  return kQuality;
}

}  // namespace commune::report
