#include "agent/commands/http_get.hpp"

#include <memory>

#include <curl/curl.h>

namespace commune {
namespace {

constexpr long kConnectMilliseconds = 3000, kGetMilliseconds = 10'000, kPostMilliseconds = 120'000;
constexpr std::size_t kLargestAnswer = 64U << 20U;

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size * count > kLargestAnswer) return 0;  // curl gives up.
  body.append(bytes, size * count);
  return size * count;
}

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

Handle handle_for(const std::string& url, long milliseconds) {
  Handle handle(curl_easy_init(), curl_easy_cleanup);
  CURL* curl = handle.get();
  if (!curl) return handle;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  return handle;
}

Result<HttpAnswer> answer_of(const Handle& handle, const std::string& url) {
  if (!handle) return fail(without_login(url), "curl could not be set up");
  HttpAnswer answer;
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer.body);
  if (const CURLcode code = curl_easy_perform(handle.get()); code != CURLE_OK)
    return fail(without_login(url), "{}", curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
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
  const Handle handle = handle_for(url, kGetMilliseconds);
  if (handle && !trusted_certificate.empty()) {
    curl_easy_setopt(handle.get(), CURLOPT_CAINFO, trusted_certificate.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_SSL_VERIFYHOST, 0L);
  }
  return answer_of(handle, url);
}

Result<HttpAnswer> http_post(const std::string& url, const std::string& form,
                             const HttpLogin& login) {
  const Handle handle = handle_for(url, kPostMilliseconds);
  if (handle) {
    CURL* curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(form.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, form.c_str());
    if (!login.user.empty()) {
      curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
      curl_easy_setopt(curl, CURLOPT_USERNAME, login.user.c_str());
      curl_easy_setopt(curl, CURLOPT_PASSWORD, login.password.c_str());
    }
  }
  return answer_of(handle, url);
}

}  // namespace commune
