#include "core/net/http_client.hpp"

#include <algorithm>

#include "core/net/curl_transfer.hpp"

#include <curl/curl.h>
#include <strings.h>

namespace commune {
namespace {

constexpr curl_off_t kHighestRetryAfter = 86'400;

void set_login(CURL* curl, const Destination& destination) {
  if (!destination.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(curl, CURLOPT_USERNAME, destination.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, destination.password.c_str());
  }
  if (!destination.bearer_token.empty()) {
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
    curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, destination.bearer_token.c_str());
  }
}

HttpResponse response_of(CURL* curl, CurlTransfer& transfer) {
  HttpResponse response;
  long status = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after);
  response.status = static_cast<int>(status);
  response.retry_after =
      std::chrono::seconds(std::clamp<curl_off_t>(retry_after, 0, kHighestRetryAfter));
  for (curl_header* header = nullptr;
       (header = curl_easy_nextheader(curl, CURLH_HEADER, -1, header)) != nullptr;)
    response.headers.emplace_back(header->name, header->value);
  response.truncated = transfer.truncated();
  response.body = transfer.take_body();
  return response;
}

}  // namespace

std::string HttpResponse::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& each) {
    return each.first.size() == name.size() &&
           strncasecmp(each.first.data(), name.data(), name.size()) == 0;
  });
  return found == headers.end() ? std::string() : found->second;
}

HttpClient::HttpClient(TransferLimits limits)
    : limits_(limits), transfer_(std::make_unique<CurlTransfer>()) {}
HttpClient::~HttpClient() = default;

TransferResult<HttpResponse> HttpClient::send(const HttpRequest& request,
                                              const std::atomic<bool>& aborted) {
  std::vector<std::string> headers = request.headers;
  // Else a body waits for a "100 Continue" that many servers do not send.
  if (request.body) headers.emplace_back("Expect:");
  CURL* const curl = transfer_->begin(request.destination, limits_, "http,https", headers);
  if (!curl) return tl::unexpected(CurlTransfer::unavailable());
  set_login(curl, request.destination);
  if (request.takes_compressed) curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  if (request.body) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body->size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body->data());
  }
  if (auto done = transfer_->run(aborted); !done) return tl::unexpected(std::move(done.error()));
  return response_of(curl, *transfer_);
}

TransferResult<HttpResponse> HttpClient::send(const HttpRequest& request) {
  static const std::atomic<bool> kNever = false;
  return send(request, kNever);
}

}  // namespace commune
