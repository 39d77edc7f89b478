#include "agent/commands/http_get.hpp"

#include "core/net/http_client.hpp"
#include "core/net/url.hpp"

namespace commune {
namespace {

constexpr Milliseconds kConnect{3'000}, kGet{10'000}, kPost{120'000};
constexpr std::size_t kMebibyte = 1U << 20U, kLargestAnswer = 64 * kMebibyte;

Result<HttpAnswer> answer_to(HttpRequest request, Milliseconds whole) {
  TransferLimits limits;
  limits.connect = kConnect;
  limits.whole = whole;
  limits.answer_bytes = kLargestAnswer;
  request.takes_compressed = true;
  auto response = HttpClient(limits).send(request);
  const std::string where = without_login(request.destination.url);
  if (!response) return fail(where, "{}", response.error().error.what);
  if (response->truncated)
    return fail(where, "answered with more than {} MiB", kLargestAnswer / kMebibyte);
  return HttpAnswer{response->status, std::move(response->body)};
}

}  // namespace

Result<HttpAnswer> http_get(const std::string& url, const std::string& trusted_certificate) {
  HttpRequest request;
  request.destination = {url, trusted_certificate, !trusted_certificate.empty()};
  return answer_to(std::move(request), kGet);
}

Result<HttpAnswer> http_post(const std::string& url, const std::string& form,
                             const HttpLogin& login) {
  HttpRequest request;
  request.destination.url = url;
  request.destination.user = login.user;
  request.destination.password = login.password;
  request.body = form;
  return answer_to(std::move(request), kPost);
}

}  // namespace commune
