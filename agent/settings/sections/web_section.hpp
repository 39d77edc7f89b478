// [agent] web = { … } and [notify] web: where to listen, and a check that no access is open by
// accident.
#pragma once

#include <cstdint>

#include "agent/settings/toml/toml_reader.hpp"
#include "exporters/web/options.hpp"

namespace commune::settings {

struct WebSection {
  web::Options options;
  bool insecure = false;
};

/// How clients are authenticated: by the users and certificates of the table, or by a secret
/// configured elsewhere.
enum class Guard : std::uint8_t { in_table, secret };

/// Anything but loopback needs TLS and a guard, or `insecure = true`.
WebSection read_web_section(const TableReader& table, Guard guard = Guard::in_table);

}  // namespace commune::settings
