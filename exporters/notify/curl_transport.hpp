// Sends letters by what their channel is: Zalo, Telegram, an SMS gateway, a mail relay.
#pragma once

#include "core/model/result.hpp"
#include "exporters/notify/curl_call.hpp"
#include "exporters/notify/transport.hpp"

namespace commune::notify {

/// Thread-safe.
class CurlTransport : public Transport {
 public:
  /// `commune_name` is the sender's name in e-mails.
  explicit CurlTransport(std::string commune_name, Patience patience = {});

  Outcome send(const Channel& channel, const Letter& letter) override;

  /// Whether Prometheus has any answer to the expression (GET /api/v1/query). Errors: it does not
  /// answer, or not as Prometheus does.
  Result<bool> holds(const std::string& prometheus, const std::string& expression);

  /// Lets nothing run on; see Caller::abort().
  void abort() { caller_.abort(); }

 private:
  Outcome send_by(const Zalo& zalo, const Channel& channel, const Letter& letter);
  Outcome send_by(const Telegram& telegram, const Channel& channel, const Letter& letter);
  Outcome send_by(const SmsGateway& gateway, const Channel& channel, const Letter& letter);
  Outcome send_by(const Email& email, const Channel& channel, const Letter& letter);
  Outcome ask(const HttpCall& call, Outcome (*judge)(const HttpReply&));

  std::string commune_name_;
  Caller caller_;
};

/// The head of an e-mail: From, To, Date, Message-ID and the rest (RFC 5322).
std::vector<std::string> mail_head(const Email& email, const std::string& commune_name,
                                   const Letter& letter);

}  // namespace commune::notify
