// [agent] web = { … }: where to listen, and that nobody is let in by accident.
#pragma once

#include "agent/settings/toml_reader.hpp"
#include "exporters/web/options.hpp"

namespace commune::settings {

struct WebSection {
  web::Options options;
  bool insecure = false;
};

/// Anything but loopback needs TLS and somebody to let in, or `insecure = true`.
WebSection read_web_section(const TableReader& table);

}  // namespace commune::settings
