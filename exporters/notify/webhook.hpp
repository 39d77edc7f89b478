// Alertmanager's webhook (payload version 4, as Alertmanager 0.25 sends it) read into alerts.
// Believes nothing: whoever knows the address may post anything.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/model/result.hpp"
#include "exporters/notify/alert.hpp"

namespace commune::notify {

struct Webhook {
  std::vector<Alert> alerts;
  std::size_t left_out = 0;  ///< Alerts that Alertmanager's max_alerts kept back.
};

/// The longest body worth reading: some hundred alerts.
inline constexpr std::size_t kLongestWebhook = std::size_t{1} << 20;

/// All of it or nothing. Errors name the place in the JSON and the value.
Result<Webhook> read_webhook(std::string_view body);

/// RFC 3339: "2026-11-25T07:05:00.123Z", "2026-11-25T14:05:00+07:00".
std::optional<LedgerTime> read_time(std::string_view text);

}  // namespace commune::notify
