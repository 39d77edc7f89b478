// The words for states, causes, accesses and times in Vietnamese and in English: the one table of
// words that people read. Plain words, no jargon, no full stops.
#pragma once

#include <string>
#include <string_view>

#include "core/model/coverage.hpp"
#include "core/model/inventory.hpp"

namespace commune::web {

/// "mất mạng", "no network".
std::string_view state_words(State state, Language language);

/// "Wi-Fi"; for a village as a whole "toàn thôn", "the whole village".
std::string_view access_words(const Subject& subject, Language language);
std::string_view access_words(Access access, Language language);

/// "đứt cáp quang hoặc mất tín hiệu quang". For a degraded access the same cause has other words
/// ("tín hiệu quang yếu"). Empty for Cause::none.
std::string_view cause_words(State state, Cause cause, Language language);

std::string_view device_words(DeviceKind kind, Language language);

/// "2 giờ 5 phút", "3 ngày 4 giờ", "chưa đến 1 phút": two units at most, rounded down. Negative
/// durations count as zero.
std::string duration_words(Milliseconds duration, Language language);

/// "thôn" in English: "1 village", "3 villages"; Vietnamese has no plural.
std::string count_words(std::size_t count, std::string_view vietnamese, std::string_view one,
                        std::string_view many, Language language);

/// "12,3 Mbit/s", "840 kbit/s", from bytes per second.
std::string rate_words(double bytes_per_second, Language language);

/// "0,3 %", from a ratio.
std::string share_words(double ratio, Language language);

/// "24 ms", "1,2 giây".
std::string wait_words(double seconds, Language language);

/// Words for the shipped classes of traffic; the operator's own classes keep their names.
std::string_view class_words(std::string_view name, Language language);

/// Why a service is not reached, from the reason of its probe: "máy chủ báo lỗi".
std::string_view failure_words(std::string_view reason, Language language);

/// Without the prefix "Thôn " of every village's name.
std::string_view short_name(std::string_view village_name);

}  // namespace commune::web
