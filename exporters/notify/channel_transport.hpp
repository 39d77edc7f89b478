// Sends letters by what their channel is: Zalo, Telegram, an SMS gateway, a mail relay.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "core/model/result.hpp"
#include "core/net/http_client.hpp"
#include "core/net/mail_client.hpp"
#include "exporters/notify/answers.hpp"
#include "exporters/notify/transport.hpp"

namespace commune::notify {

/// Thread-safe.
class ChannelTransport : public Transport {
 public:
  /// `commune_name` is the sender's name in e-mails.
  explicit ChannelTransport(std::string commune_name, TransferLimits limits = {});

  Outcome send(const Channel& channel, const Letter& letter) override;

  /// Whether Prometheus has any answer to the expression (GET /api/v1/query). Errors: it does not
  /// answer, or not as Prometheus does.
  Result<bool> holds(const std::string& prometheus, const std::string& expression);

  /// Ends what runs and all that comes, within a tenth of a second.
  void abort() { aborted_ = true; }

 private:
  Outcome send_by(const Zalo& zalo, const Channel& channel, const Letter& letter);
  Outcome send_by(const Telegram& telegram, const Channel& channel, const Letter& letter);
  Outcome send_by(const SmsGateway& gateway, const Channel& channel, const Letter& letter);
  Outcome send_by(const Email& email, const Channel& channel, const Letter& letter);
  Outcome ask_bot(const std::string& url, const Channel& channel, const std::string& proxy,
                  const std::string& body);

  std::string commune_name_;
  TransferLimits limits_;
  std::atomic<bool> aborted_ = false;
};

/// The head of an e-mail: From, To, Date, Message-ID and the rest (RFC 5322).
std::vector<std::string> mail_head(const Email& email, const std::string& commune_name,
                                   const Letter& letter);

}  // namespace commune::notify
