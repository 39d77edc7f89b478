#include "exporters/web/pages/page_words.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace commune::web {
namespace {

struct Words {
  std::string_view vi, en;

  std::string_view in(Language language) const { return language == Language::vi ? vi : en; }
};

// In the order of the enumerations.
constexpr std::array<Words, kStateCount> kStateWords = {{{"chưa đo", "not measured"},
                                                         {"mất mạng", "no network"},
                                                         {"kém", "poor"},
                                                         {"tốt", "working"},
                                                         {"bảo trì", "planned work"}}};

constexpr std::array<Words, 5> kAccessWords = {{{"Cáp quang", "Fibre"},
                                                {"Wi-Fi", "Wi-Fi"},
                                                {"Di động", "Mobile"},
                                                {"Loa truyền thanh", "Loudspeaker"},
                                                {"Dịch vụ trực tuyến", "Online services"}}};

constexpr std::array<Words, kCauseCount> kCauseWords = {
    {{"mất điện", "power cut"},
     {"đường truyền phía trên bị hỏng", "the path upstream is broken"},
     {"đứt cáp quang hoặc mất tín hiệu quang", "fibre cut or no light"},
     {"thiết bị không trả lời", "the device does not answer"},
     {"thiết bị không phát sóng", "no radio on the air"},
     {"nghẽn mạng", "congestion"},
     {"sự cố phía nhà mạng", "fault at the network operator"},
     {"dịch vụ ở xa không trả lời", "the service at the far end does not answer"},
     {"chưa rõ nguyên nhân", "cause not known yet"},
     {"máy giám sát mất điện", "the monitor had no power"},
     {"chương trình giám sát dừng đột ngột", "the monitor stopped unexpectedly"},
     {"chương trình giám sát đã tắt", "the monitor was switched off"},
     {"máy giám sát bị mất đường truyền", "the monitor's own path was broken"},
     {"chưa có cách đo", "not instrumented yet"},
     {"chưa có số liệu", "no data yet"},
     {"đồng hồ máy giám sát thay đổi", "the monitor's clock was changed"},
     {"lúc đó chưa khai báo", "was not configured then"},
     {"công việc đã báo trước", "announced work"},
     {"", ""}}};

// Words for an access that is degraded; other causes have the words above.
constexpr std::array<std::pair<Cause, Words>, 4> kPoorCauseWords = {
    {{Cause::fibre, {"tín hiệu quang yếu hoặc nhiều lỗi", "weak light or many errors"}},
     {Cause::device, {"một số thiết bị không trả lời", "some devices do not answer"}},
     {Cause::radio, {"sóng yếu", "weak signal"}},
     {Cause::service, {"một dịch vụ không trả lời", "one service does not answer"}}}};

constexpr std::array<Words, 10> kDeviceWords = {{{"bộ định tuyến cửa ngõ", "gateway"},
                                                 {"bộ phát Wi-Fi", "access point"},
                                                 {"bộ chuyển mạch", "switch"},
                                                 {"OLT", "OLT"},
                                                 {"ONU", "ONU"},
                                                 {"bộ định tuyến", "router"},
                                                 {"bộ định tuyến 4G", "4G router"},
                                                 {"loa", "loudspeaker"},
                                                 {"bộ lưu điện", "UPS"},
                                                 {"thiết bị", "device"}}};

std::string two_units(long long large, Words large_word, long long small, Words small_word,
                      Language language) {
  std::string text = fmt::format("{} {}", large, large_word.in(language));
  if (small > 0) text += fmt::format(" {} {}", small, small_word.in(language));
  return text;
}

// Two significant digits: "0,34", "4,2", "25", "137".
std::string number_words(double value, Language language) {
  const int decimals = value < 1 ? 2 : value < 10 ? 1 : 0;
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (decimals > 0) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  if (language == Language::vi) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

}  // namespace

std::string_view state_words(State state, Language language) {
  return kStateWords.at(static_cast<std::size_t>(state)).in(language);
}

std::string_view access_words(Access access, Language language) {
  return kAccessWords.at(static_cast<std::size_t>(access)).in(language);
}

std::string_view access_words(const Subject& subject, Language language) {
  if (subject.access) return access_words(*subject.access, language);
  return Words{"Toàn thôn", "The whole village"}.in(language);
}

std::string_view cause_words(State state, Cause cause, Language language) {
  if (state == State::degraded)
    for (const auto& [poor, words] : kPoorCauseWords)
      if (poor == cause) return words.in(language);
  return kCauseWords.at(static_cast<std::size_t>(cause)).in(language);
}

std::string_view device_words(DeviceKind kind, Language language) {
  return kDeviceWords.at(static_cast<std::size_t>(kind)).in(language);
}

std::string duration_words(Milliseconds duration, Language language) {
  constexpr Words kDays{"ngày", "d"}, kHours{"giờ", "h"}, kMinutes{"phút", "min"};
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(duration).count();
  if (minutes < 1) return std::string(Words{"chưa đến 1 phút", "less than a minute"}.in(language));
  if (minutes < 60) return fmt::format("{} {}", minutes, kMinutes.in(language));
  const auto hours = minutes / 60;
  if (hours < 24) return two_units(hours, kHours, minutes % 60, kMinutes, language);
  return two_units(hours / 24, kDays, hours % 24, kHours, language);
}

std::string count_words(std::size_t count, std::string_view vietnamese, std::string_view one,
                        std::string_view many, Language language) {
  return fmt::format("{} {}", count,
                     language == Language::vi ? vietnamese : (count == 1 ? one : many));
}

std::string rate_words(double bytes_per_second, Language language) {
  constexpr double kBits = 8, kThousand = 1000;
  double value = bytes_per_second * kBits / kThousand;
  const char* unit = "kbit/s";
  for (const char* larger : {"Mbit/s", "Gbit/s"}) {
    if (value < kThousand) break;
    value /= kThousand;
    unit = larger;
  }
  return number_words(value, language) + " " + unit;
}

std::string share_words(double ratio, Language language) {
  return number_words(ratio * 100, language) + " %";
}

std::string wait_words(double seconds, Language language) {
  if (seconds < 1) return number_words(seconds * 1000, language) + " ms";
  return number_words(seconds, language) + (language == Language::vi ? " giây" : " s");
}

std::string_view class_words(std::string_view name, Language language) {
  constexpr std::array<std::pair<std::string_view, Words>, 6> kClasses = {
      {{"dns", {"hỏi tên miền", "names"}},
       {"web", {"web", "web"}},
       {"quic", {"web và video (QUIC)", "web and video (QUIC)"}},
       {"mail", {"thư", "mail"}},
       {"voice", {"thoại", "voice"}},
       {"other", {"khác", "other"}}}};
  for (const auto& [known, words] : kClasses)
    if (known == name) return words.in(language);
  return name;
}

std::string_view failure_words(std::string_view reason, Language language) {
  constexpr std::array<std::pair<std::string_view, Words>, 9> kReasons = {
      {{"resolve", {"không tìm được tên miền", "the name is not found"}},
       {"connect", {"không kết nối được", "no connection"}},
       {"tls", {"chứng chỉ hoặc mã hoá không hợp lệ", "certificate or encryption is not valid"}},
       {"timeout", {"chờ quá lâu", "too slow"}},
       {"status", {"máy chủ báo lỗi", "the server reports an error"}},
       {"body", {"nội dung trang không đúng", "the page is not what it should be"}},
       {"answer", {"câu trả lời không đúng", "the answer is not what it should be"}},
       {"size", {"câu trả lời quá dài", "the answer is too long"}},
       {"protocol", {"máy chủ trả lời sai quy cách", "the server breaks the protocol"}}}};
  for (const auto& [known, words] : kReasons)
    if (known == reason) return words.in(language);
  return reason;
}

std::string_view short_name(std::string_view village_name) {
  constexpr std::string_view kThon = "Thôn ";
  if (village_name.starts_with(kThon) && village_name.size() > kThon.size())
    village_name.remove_prefix(kThon.size());
  return village_name;
}

}  // namespace commune::web
