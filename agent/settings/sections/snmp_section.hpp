// [defaults.snmp] and a device's snmp = { … }: what each says, laid over one another, and made into
// a target of the SNMP collector.
#pragma once

#include <optional>
#include <string>

#include "agent/settings/sections/secret.hpp"
#include "agent/settings/toml/toml_reader.hpp"
#include "collectors/snmp/options.hpp"

namespace commune::settings {

/// What one such table says; what it does not say is empty.
struct SnmpSection {
  std::optional<snmp::Version> version;
  std::optional<Secret> community;
  std::optional<std::string> user, context;
  std::optional<snmp::SecurityLevel> level;
  std::optional<snmp::AuthProtocol> auth;
  std::optional<snmp::PrivProtocol> priv;
  std::optional<Secret> auth_secret, priv_secret;
  std::optional<std::int64_t> port, retries, max_repetitions;
  std::optional<Milliseconds> interval, timeout;
  bool flawed = false;  ///< Something it says is wrong, and told: what is missing may be just that.
  Place place;          ///< Where it is told that credentials do not fit together...
  Place timing_place;   ///< ...or interval and timeout.
};

SnmpSection read_snmp_section(const TableReader& table);

/// For a device's own table: keys that do not go with the version in force.
void check_version_keys(const TableReader& table, snmp::Version version);

/// What `upper` says, and where it is silent, what `lower` says.
SnmpSection laid_over(const SnmpSection& lower, const SnmpSection& upper);

/// The options of a target (its device, address and profile are the caller's to fill). Nothing
/// where credentials are missing or do not fit together: the reason is among the findings.
std::optional<snmp::Target> make_snmp_target(const SnmpSection& section, Secrets& secrets,
                                             Findings& findings);

}  // namespace commune::settings
