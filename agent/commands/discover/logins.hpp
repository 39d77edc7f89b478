// The logins that a discovery tries: those of the command line and of the configuration, the safest
// first. No secret stands on a command line, which every user of the machine can read.
#pragma once

#include <string>
#include <vector>

#include "agent/settings/sections/snmp_login.hpp"
#include "core/model/result.hpp"

namespace commune::discover {

/// At one device no more than so many are tried: devices lock out who guesses.
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

/// Every mistake by its flag; no message holds what may be a secret.
ResultOrErrors<std::vector<settings::SnmpLogin>> logins_of(const LoginFlags& flags);

/// SNMPv3, then v2c, then v1, each in the order given. A community is tried in both versions,
/// whichever it was given for.
std::vector<settings::SnmpLogin> in_order_of_trying(const std::vector<settings::SnmpLogin>& logins);

}  // namespace commune::discover
