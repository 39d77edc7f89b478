#include "core/net/url.hpp"

namespace commune {
namespace {

std::size_t host_begin(const std::string& url) {
  const auto scheme = url.find("://");
  return scheme == std::string::npos ? 0 : scheme + 3;
}

}  // namespace

std::string without_login(const std::string& url) {
  const auto host = host_begin(url);
  const auto at = url.rfind('@', url.find_first_of("/?#", host));
  if (at == std::string::npos || at < host) return url;
  return url.substr(0, host) + url.substr(at + 1);
}

std::string host_of(const std::string& url) {
  const std::string plain = without_login(url);
  const auto begin = host_begin(plain);
  return plain.substr(begin, plain.find_first_of("/?#", begin) - begin);
}

}  // namespace commune
