// `status`: who has no network now, asked of the running agent.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "agent/commands/http_get.hpp"
#include "agent/settings/settings.hpp"

namespace commune {

struct StatusArguments {
  std::string config;  ///< Where the agent's address is read from.
  std::string url;     ///< "https://name:password@192.0.2.1:10077"; empty: by the configuration,
                       ///< else http://127.0.0.1:10077.
  bool json = false;
  bool colour = false;  ///< Standard output is a terminal and NO_COLOR is not set.
};

/// As http_get() does it.
using HttpGet =
    std::function<Result<HttpAnswer>(const std::string& url, const std::string& certificate)>;

/// 0: told; 1: no agent answers there, or it answers otherwise; 2: usage or configuration.
int run_status(const StatusArguments& arguments, const HttpGet& get, std::ostream& out,
               std::ostream& err);

/// The address to ask for an agent that listens there: "0.0.0.0:80" is asked on loopback.
std::string url_of(const web::Options& web);

}  // namespace commune
