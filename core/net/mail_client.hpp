// E-mails over SMTP and SMTPS that another thread can end.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "core/net/transfer.hpp"

namespace commune {

struct Mail {
  Destination destination;  ///< "smtp://mail.example:587" or "smtps://…".
  bool require_tls = true;  ///< Nothing is sent in the clear.
  std::string from, to;
  std::vector<std::string> headers;  ///< "Name: value".
  std::string text;                  ///< UTF-8.
};

/// Ends within a tenth of a second once another thread sets `aborted`. A relay that says 5yz
/// refuses for good (RFC 5321); 4yz may go well another time. Thread-safe.
TransferResult<void> send_mail(const Mail& mail, const TransferLimits& limits,
                               const std::atomic<bool>& aborted);

}  // namespace commune
