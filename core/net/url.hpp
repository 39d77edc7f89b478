// Parts of a URL, for messages: no login ever stands in one.
#pragma once

#include <string>

namespace commune {

/// The URL without name and password.
std::string without_login(const std::string& url);

/// "prometheus.example:9090": host and port as the URL writes them.
std::string host_of(const std::string& url);

}  // namespace commune
