// What the answer of a far end means for the message: delivered, to be tried again, or in vain.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "exporters/notify/transport.hpp"

namespace commune::notify {

struct HttpReply {
  int status = 0;
  std::string body;
  std::chrono::seconds retry_after{0};
};

/// Zalo's and Telegram's {"ok":true,…} and {"ok":false,"error_code":…,"description":…}: "ok"
/// counts, whatever the status.
Outcome bot_outcome(const HttpReply& reply);

/// Any 2xx whose body contains what it should.
Outcome gateway_outcome(const HttpReply& reply, const std::string& success_contains);

}  // namespace commune::notify
