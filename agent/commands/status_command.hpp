// `status`: shows who has no network now, by querying the running agent.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "agent/commands/http_get.hpp"
#include "agent/settings/settings.hpp"

namespace commune {

struct StatusArguments {
  std::string config;  ///< Has the agent's address.
  std::string url;     ///< "https://name:password@192.0.2.1:10077"; empty: by the configuration,
                       ///< else http://127.0.0.1:10077.
  bool json = false;
  bool colour = false;  ///< Standard output is a terminal and NO_COLOR is not set.
};

/// As http_get() does it.
using HttpGet =
    std::function<Result<HttpAnswer>(const std::string& url, const std::string& certificate)>;

/// 0: printed; 1: no agent answers there, or the answer is wrong; 2: usage or configuration.
int run_status(const StatusArguments& arguments, const HttpGet& get, std::ostream& out,
               std::ostream& err);

/// The address at which to query an agent that listens there: "0.0.0.0:80" is queried on loopback.
std::string url_of(const web::Options& web);

}  // namespace commune
