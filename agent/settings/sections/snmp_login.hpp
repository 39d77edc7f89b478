// An SNMP login together with its notation in a configuration: secrets as references, never as
// values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agent/settings/sections/snmp_section.hpp"
#include "core/model/result.hpp"

namespace commune::settings {

/// One key of snmp = { … }.
struct LoginKey {
  std::string key;
  std::string source;  ///< "file", "credential" or "env"; empty: `value` is the text itself.
  std::string value;   ///< Paths are absolute.

  friend bool operator==(const LoginKey&, const LoginKey&) = default;
};

struct SnmpLogin {
  snmp::Credentials credentials;
  std::vector<LoginKey> keys;  ///< Complete: no key is inherited.
};

/// `section` must be one that made `credentials`.
SnmpLogin make_snmp_login(const SnmpSection& section, snmp::Credentials credentials);

/// Reads the keys between the braces of snmp = { … }, one key per line, like the configuration's
/// reader. `where` stands for the file in errors; paths are relative to the working directory.
ResultOrErrors<SnmpLogin> read_snmp_login(std::string_view toml, const std::string& where);

/// Adds `login` unless its credentials are already in the list.
void add_login(std::vector<SnmpLogin>& logins, SnmpLogin login);

}  // namespace commune::settings
