// The arguments of `export`.
#pragma once

#include <string>

#include "exporters/report/request_words.hpp"

namespace commune {

/// An empty argument has the default that --help names.
struct ExportArguments : report::RequestWords {
  std::string config;
  std::string source;      ///< A history file.
  std::string prometheus;  ///< Its URL.
  std::string prometheus_user;
  std::string prometheus_password;  ///< "file:PATH" or "env:NAME".
};

}  // namespace commune
