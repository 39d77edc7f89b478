// [defaults.snmp] and a device's snmp = { … }, laid over one another, as a target of the SNMP
// collector.
#pragma once

#include <optional>
#include <string>

#include "agent/settings/sections/secret.hpp"
#include "agent/settings/toml/toml_reader.hpp"
#include "collectors/snmp/options.hpp"

namespace commune::settings {

/// The keys of one such table; absent keys are empty.
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
  bool flawed = false;  ///< Some key is wrong, which has been reported: a missing value may be just
                        ///< that one.
  Place place;          ///< Place of errors about inconsistent credentials...
  Place timing_place;   ///< ...and about interval and timeout.
};

SnmpSection read_snmp_section(const TableReader& table);

/// For a device's own table: keys that do not fit the version in use.
void check_version_keys(const TableReader& table, snmp::Version version);

/// The keys of `upper`; those that it does not have come from `lower`.
SnmpSection laid_over(const SnmpSection& lower, const SnmpSection& upper);

/// The options of a target (the caller sets device, address and profile). Empty if credentials are
/// missing or inconsistent: the reason is among the findings.
std::optional<snmp::Target> make_snmp_target(const SnmpSection& section, Secrets& secrets,
                                             Findings& findings);

}  // namespace commune::settings
