// The logins that a discovery tries: those of the command line and of the configuration, the safest
// first. No secret may be on a command line, which every user of the machine can read.
#pragma once

#include <string>
#include <vector>

#include "agent/settings/sections/snmp_login.hpp"
#include "core/model/result.hpp"

namespace commune::discover {

/// The most logins tried at one device, because devices lock out after wrong tries.
inline constexpr std::size_t kMostLogins = 8;

/// As given. A community is "public", or like a secret "file:PATH", "env:NAME" or
/// "credential:NAME".
struct LoginFlags {
  std::vector<std::string> communities;
  std::string user, level, auth, priv, auth_secret, priv_secret;

  bool any() const { return !communities.empty() || any_of_v3(); }
  bool any_of_v3() const {
    return !(user + level + auth + priv + auth_secret + priv_secret).empty();
  }
};

/// Every mistake with its flag; no message contains a possible secret.
ResultOrErrors<std::vector<settings::SnmpLogin>> logins_of(const LoginFlags& flags);

/// SNMPv3, then v2c, then v1, each in the given order. A community is tried in both versions,
/// whichever it was given for.
std::vector<settings::SnmpLogin> in_order_of_trying(const std::vector<settings::SnmpLogin>& logins);

}  // namespace commune::discover
