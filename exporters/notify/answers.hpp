// What the answer of a far end means for the message: delivered, to be tried again, or in vain.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "core/net/http_client.hpp"
#include "exporters/notify/transport.hpp"

namespace commune::notify {

/// Zalo's and Telegram's {"ok":true,…} and {"ok":false,"error_code":…,"description":…}: "ok"
/// counts, whatever the status.
Outcome bot_outcome(const HttpResponse& reply);

/// Any 2xx whose body contains what it should.
Outcome gateway_outcome(const HttpResponse& reply, const std::string& success_contains);

}  // namespace commune::notify
