// One GET or POST over HTTP or HTTPS, for commands that ask a running agent or a central server.
#pragma once

#include <string>

#include "core/model/result.hpp"

namespace commune {

struct HttpAnswer {
  int status = 0;
  std::string body;
};

/// Ten seconds at most, no redirects, no proxy. `trusted_certificate` is a PEM file that the server
/// may prove itself with, whatever name it bears (the agent's own, asked over loopback); empty: the
/// system's authorities and the name of the URL. Name and password may stand in the URL; they never
/// stand in an error. Fails when nobody answers.
Result<HttpAnswer> http_get(const std::string& url, const std::string& trusted_certificate = "");

/// For HTTP's basic authentication; empty: none.
struct HttpLogin {
  std::string user, password;
};

/// As http_get(), with a form (application/x-www-form-urlencoded) and two minutes: a server may
/// have much to search.
Result<HttpAnswer> http_post(const std::string& url, const std::string& form,
                             const HttpLogin& login = {});

}  // namespace commune
