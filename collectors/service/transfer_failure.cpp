#include "collectors/service/transfer_failure.hpp"

#include <system_error>

#include "core/model/text.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

namespace commune::service {
namespace {

// "error:0A00010B:SSL routines::wrong version number": only the last part is shown.
std::string tls_detail(const std::string& detail) {
  const auto colon = detail.rfind("::");
  std::string text =
      printable(std::string_view(detail).substr(colon == std::string::npos ? 0 : colon + 2));
  static constexpr std::size_t kMost = 100;
  if (text.size() > kMost) text = printable(std::string_view(text).substr(0, kMost));
  return text;
}

Failure connect_failure(const TransferError& error) {
  if (error.os_error == 0) return {Reason::connect, "no connection to " + error.host};
  std::string text = std::generic_category().message(error.os_error);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] | 32);
  return {Reason::connect, fmt::format("no connection to {}: {}", error.host, text)};
}

Failure verification_failure(const TransferError& error) {
  if (!error.certificate_problem.empty()) return {Reason::tls, error.certificate_problem};
  return {Reason::tls, fmt::format("certificate is not for the name {}", error.host)};
}

}  // namespace

Failure failure_of(const TransferError& error) {
  switch (error.code) {
    case CURLE_COULDNT_CONNECT:
      return connect_failure(error);
    case CURLE_PEER_FAILED_VERIFICATION:
      return verification_failure(error);
    case CURLE_SSL_CACERT_BADFILE:
      return {Reason::tls, error.ca_file.empty()
                               ? "this machine has no certificates of authorities "
                                 "(package ca-certificates)"
                               : "cannot read the authorities in " + error.ca_file};
    case CURLE_SSL_CONNECT_ERROR:
      return {Reason::tls, "TLS handshake failed: " + tls_detail(error.detail)};
    case CURLE_GOT_NOTHING:
      return {Reason::protocol, "the server closed the connection without an answer"};
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return {Reason::protocol, "the connection broke before the answer was whole"};
    case CURLE_PARTIAL_FILE:
      return {Reason::protocol, "the answer ends before it is whole"};
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return {Reason::protocol, "the answer is not HTTP"};
    default:
      break;
  }
  if (!error.connected) return connect_failure(error);
  return {Reason::protocol, curl_easy_strerror(static_cast<CURLcode>(error.code))};
}

Failure failure_at_deadline(const Phases& phases, bool https, Milliseconds timeout) {
  const auto reached = [&phases](Phase phase) {
    return phases.took[static_cast<std::size_t>(phase)].has_value();
  };
  const std::string within = " within " + text_of(timeout);
  if (reached(Phase::transfer)) return {Reason::timeout, "the answer was not whole" + within};
  if (reached(Phase::processing)) return {Reason::timeout, "no answer" + within};
  if (https && reached(Phase::tls)) return {Reason::tls, "no TLS handshake" + within};
  return {Reason::connect, "no connection" + within};
}

}  // namespace commune::service
