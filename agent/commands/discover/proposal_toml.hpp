// A proposal as TOML that `check` accepts: alone, or appended to the configuration that it was made
// with. Secrets are written as references, never as their values. Pure.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "agent/commands/discover/proposal.hpp"
#include "agent/settings/sections/snmp_login.hpp"

namespace commune::discover {

/// The rest of the output beside the proposal.
struct ProposalFrame {
  std::vector<std::string> asked;  ///< The ranges as given.
  bool complete = true;            ///< False: interrupted.
  SiteId site;
  bool with_site =
      false;  ///< No configuration: a commune, village and site are part of the output.
  std::vector<settings::SnmpLogin> logins;   ///< Those tried, by the position that devices name.
  std::optional<std::size_t> default_login;  ///< The one of [defaults.snmp], if any.
  std::uint16_t default_port = 161;          ///< The port of [defaults.snmp].
  std::uint16_t port = 161;                  ///< The port that was polled.
};

/// The login that most devices accepted, the first among equals; empty if none was accepted.
std::optional<std::size_t> most_used_login(const Proposal& proposal, std::size_t logins);

void print_proposal(const Proposal& proposal, const ProposalFrame& frame, std::ostream& out);

}  // namespace commune::discover
