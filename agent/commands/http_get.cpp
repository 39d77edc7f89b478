#include "agent/commands/http_get.hpp"

#include <memory>

#include <curl/curl.h>

namespace commune {
namespace {

constexpr long kConnectMilliseconds = 3000, kWholeMilliseconds = 10'000;
constexpr std::size_t kLargestAnswer = 64U << 20U;

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size * count > kLargestAnswer) return 0;  // curl gives up.
  body.append(bytes, size * count);
  return size * count;
}

}  // namespace

std::string without_login(const std::string& url) {
  const auto scheme = url.find("://");
  const auto host = scheme == std::string::npos ? 0 : scheme + 3;
  const auto at = url.rfind('@', url.find('/', host));
  if (at == std::string::npos || at < host) return url;
  return url.substr(0, host) + url.substr(at + 1);
}

Result<HttpAnswer> http_get(const std::string& url, const std::string& trusted_certificate) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(),
                                                                   curl_easy_cleanup);
  if (!handle) return fail(without_login(url), "curl could not be set up");
  HttpAnswer answer;
  CURL* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, kWholeMilliseconds);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  if (!trusted_certificate.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, trusted_certificate.c_str());
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (const CURLcode code = curl_easy_perform(curl); code != CURLE_OK)
    return fail(without_login(url), "{}", curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

}  // namespace commune
