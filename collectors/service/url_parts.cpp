#include "collectors/service/url_parts.hpp"

#include <charconv>
#include <memory>

#include <curl/curl.h>

namespace commune::service {
namespace {

std::string part(CURLU* url, CURLUPart what, unsigned flags) {
  char* text = nullptr;
  const bool got = curl_url_get(url, what, &text, flags) == CURLUE_OK;
  // libcurl 7.88 keeps a host that it cannot convert to ASCII.
  const std::unique_ptr<char, decltype(&curl_free)> owned(text, &curl_free);
  return got && text ? text : "";
}

}  // namespace

std::optional<UrlParts> split_url(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), &curl_url_cleanup);
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
    return std::nullopt;
  UrlParts parts;
  parts.scheme = part(parsed.get(), CURLUPART_SCHEME, 0);
  // The form in which libcurl looks up the host among the given addresses.
  parts.host = part(parsed.get(), CURLUPART_HOST, CURLU_PUNYCODE);
  const std::string port = part(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (parts.scheme != "http" && parts.scheme != "https") return std::nullopt;
  if (parts.host.starts_with('[') && parts.host.ends_with(']'))
    parts.host = parts.host.substr(1, parts.host.size() - 2);
  const auto read = std::from_chars(port.data(), port.data() + port.size(), parts.port);
  if (parts.host.empty() || read.ec != std::errc() || parts.port == 0) return std::nullopt;
  return parts;
}

}  // namespace commune::service
