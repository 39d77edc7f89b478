#include "exporters/remote_write/push.hpp"

namespace commune::remote_write {
namespace {

using Kind = Verdict::Kind;

constexpr std::size_t kShownAnswer = 4096;
constexpr long kLeastBytesPerSecond = 100;

TransferLimits limits_of(const Receiver& receiver, const Patience& patience) {
  TransferLimits limits;
  limits.connect = patience.connect;
  limits.whole = patience.whole;
  limits.answer_bytes = kShownAnswer;
  limits.least_bytes_per_second = kLeastBytesPerSecond;
  limits.send_bytes_per_second = receiver.bytes_per_second;
  return limits;
}

HttpRequest request_to(const Receiver& receiver, const std::string& agent) {
  HttpRequest request;
  Destination& to = request.destination;
  to.url = receiver.url;
  to.ca_certificate = receiver.ca_certificate;
  to.client_certificate = receiver.client_certificate;
  to.client_key = receiver.client_key;
  to.user = receiver.user;
  to.password = receiver.password;
  to.bearer_token = receiver.bearer_token;
  request.headers = {"Content-Encoding: snappy", "Content-Type: application/x-protobuf",
                     "X-Prometheus-Remote-Write-Version: 0.1.0", "User-Agent: " + agent};
  return request;
}

Verdict unanswered(const TransferFailure& failure) {
  Verdict verdict;
  switch (failure.kind) {
    case TransferFailure::Kind::aborted:
      verdict.kind = Kind::aborted;
      break;
    case TransferFailure::Kind::refused:
      verdict.kind = Kind::held;
      break;
    case TransferFailure::Kind::timed_out:
    case TransferFailure::Kind::unreachable:
      verdict.kind = Kind::later;
  }
  verdict.timed_out = failure.kind == TransferFailure::Kind::timed_out;
  verdict.what = failure.details;
  return verdict;
}

}  // namespace

Push::Push(const Receiver& receiver, const std::string& agent, Patience patience)
    : request_(request_to(receiver, agent)), client_(limits_of(receiver, patience)) {}

Verdict Push::send(const std::string& body) {
  request_.body = body;
  const auto response = client_.send(request_, aborted_);
  if (!response) return unanswered(response.error());
  // Only the beginning of an answer is read; its first line is enough.
  return verdict_of(response->status, response->body, response->retry_after);
}

}  // namespace commune::remote_write
