// One GET or POST over HTTP or HTTPS, for commands that query a running agent or a central server.
#pragma once

#include <string>

#include "core/model/result.hpp"

namespace commune {

struct HttpAnswer {
  int status = 0;
  std::string body;
};

/// Ten seconds at most, no redirects, no proxy. `trusted_certificate` is a PEM file with which the
/// server may identify itself under any name (the agent's own, queried over loopback); empty: the
/// system's authorities and the name in the URL. The URL may contain name and password; errors
/// never do. Fails if nobody answers.
Result<HttpAnswer> http_get(const std::string& url, const std::string& trusted_certificate = "");

/// For HTTP's basic authentication; empty: none.
struct HttpLogin {
  std::string user, password;
};

/// As http_get(), with a form (application/x-www-form-urlencoded) and two minutes, because a server
/// may have to search for long.
Result<HttpAnswer> http_post(const std::string& url, const std::string& form,
                             const HttpLogin& login = {});

}  // namespace commune
