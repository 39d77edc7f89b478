#include "agent/settings/sections/snmp_section.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "agent/settings/profiles/snmp_words.hpp"
#include "core/time/duration.hpp"

#include <fmt/format.h>

namespace commune::settings {
namespace {

using snmp::AuthProtocol;
using snmp::PrivProtocol;
using snmp::SecurityLevel;
using snmp::Version;

constexpr std::size_t kShortestSecret = 8;  // RFC 3414, 11.2

// A level that leaves a secret of the same table unused is a mistake: the operator expects more
// protection than there is.
void check_level_keys(const TableReader& table, SecurityLevel level) {
  const auto unused = [&](std::initializer_list<std::string_view> keys, std::string_view word) {
    for (const auto key : keys)
      if (table.value().find(key) != nullptr)
        table.error(key, fmt::format("{} is not used at level \"{}\"", key, word));
  };
  if (level == SecurityLevel::no_auth_no_priv) unused({"auth", "auth_secret"}, "noAuthNoPriv");
  if (level == SecurityLevel::no_auth_no_priv) unused({"priv", "priv_secret"}, "noAuthNoPriv");
  if (level == SecurityLevel::auth_no_priv) unused({"priv", "priv_secret"}, "authNoPriv");
}

SecurityLevel level_of(const SnmpSection& section) {
  if (section.level) return *section.level;
  if (section.priv || section.priv_secret) return SecurityLevel::auth_priv;
  if (section.auth || section.auth_secret) return SecurityLevel::auth_no_priv;
  return SecurityLevel::no_auth_no_priv;
}

// The secret of a protocol, long enough.
std::optional<std::string> passphrase(const std::optional<Secret>& secret, std::string_view key,
                                      const Place& place, Secrets& secrets, Findings& findings) {
  if (!secret) {
    findings.error(place, fmt::format("{} is missing: write {} = {{ file = \"…\" }}", key, key));
    return std::nullopt;
  }
  auto text = secrets.resolve(*secret);
  if (text && text->size() < kShortestSecret) {
    findings.error(secret->place,
                   fmt::format("{} has fewer than {} characters (RFC 3414)", key, kShortestSecret));
    return std::nullopt;
  }
  return text;
}

std::optional<snmp::Credentials> user_credentials(const SnmpSection& section, Secrets& secrets,
                                                  Findings& findings) {
  snmp::Credentials credentials;
  credentials.version = Version::v3;
  credentials.level = level_of(section);
  assign(credentials.context, section.context);
  bool complete = true;
  const auto missing = [&](std::string_view what) {
    findings.error(section.place, std::string(what));
    complete = false;
  };
  if (!section.user || section.user->empty())
    missing("user is missing: version \"3\" needs one");
  else
    credentials.user = *section.user;
  if (credentials.level != SecurityLevel::no_auth_no_priv) {
    if (!section.auth) missing("auth is missing: write auth = \"SHA-256\"");
    assign(credentials.auth, section.auth);
    auto secret = passphrase(section.auth_secret, "auth_secret", section.place, secrets, findings);
    complete = complete && secret;
    assign(credentials.auth_secret, std::move(secret));
  }
  if (credentials.level == SecurityLevel::auth_priv) {
    if (!section.priv) missing("priv is missing: write priv = \"AES\"");
    assign(credentials.priv, section.priv);
    auto secret = passphrase(section.priv_secret, "priv_secret", section.place, secrets, findings);
    complete = complete && secret;
    assign(credentials.priv_secret, std::move(secret));
  }
  if (!complete) return std::nullopt;
  return credentials;
}

std::optional<snmp::Credentials> credentials_of(const SnmpSection& section, Secrets& secrets,
                                                Findings& findings) {
  const Version version = section.version.value_or(Version::v2c);
  if (version == Version::v3) return user_credentials(section, secrets, findings);
  if (!section.community) {
    findings.error(section.place,
                   "there is no SNMP community for the devices: write community = \"public\" or "
                   "community = { file = \"…\" } in [defaults.snmp], or snmp = false at a device "
                   "that has no SNMP");
    return std::nullopt;
  }
  auto community = secrets.resolve(*section.community);
  if (!community) return std::nullopt;
  snmp::Credentials credentials;
  credentials.version = version;
  credentials.community = *std::move(community);
  return credentials;
}

template <typename T>
std::optional<T> either(const std::optional<T>& upper, const std::optional<T>& lower) {
  return upper ? upper : lower;
}

}  // namespace

SnmpSection read_snmp_section(const TableReader& table) {
  using namespace std::chrono_literals;
  SnmpSection section;
  const std::size_t errors_before = table.findings().count();
  section.place = section.timing_place = table.place();
  section.version = table.choice<Version>("version", kVersions);
  section.community = read_secret(table, "community", "public");
  section.user = table.text("user");
  section.context = table.text("context");
  section.level = table.choice<SecurityLevel>("level", kLevels);
  section.auth = table.choice<AuthProtocol>("auth", kAuths);
  section.priv = table.choice<PrivProtocol>("priv", kPrivs);
  section.auth_secret = read_secret(table, "auth_secret");
  section.priv_secret = read_secret(table, "priv_secret");
  section.port = table.integer("port", {1, 65'535});
  section.interval = table.duration("interval", {1s, 24h});
  section.timeout = table.duration("timeout", {100ms, 60s});
  section.retries = table.integer("retries", {0, 10});
  section.max_repetitions = table.integer("max_repetitions", {1, 255});
  if (section.level) check_level_keys(table, *section.level);
  section.flawed = table.findings().count() != errors_before;
  return section;
}

void check_version_keys(const TableReader& table, snmp::Version version) {
  if (version == Version::v3) {
    if (table.value().find("community") != nullptr)
      table.error("community",
                  "community belongs to versions \"1\" and \"2c\"; the version here "
                  "is \"3\"");
    return;
  }
  for (const char* key : {"user", "context", "level", "auth", "priv", "auth_secret", "priv_secret"})
    if (table.value().find(key) != nullptr)
      table.error(key, fmt::format("{} belongs to version \"3\"; write version = \"3\" too", key));
}

SnmpSection laid_over(const SnmpSection& lower, const SnmpSection& upper) {
  SnmpSection merged;
  merged.version = either(upper.version, lower.version);
  merged.community = either(upper.community, lower.community);
  merged.user = either(upper.user, lower.user);
  merged.context = either(upper.context, lower.context);
  merged.level = either(upper.level, lower.level);
  merged.auth = either(upper.auth, lower.auth);
  merged.priv = either(upper.priv, lower.priv);
  merged.auth_secret = either(upper.auth_secret, lower.auth_secret);
  merged.priv_secret = either(upper.priv_secret, lower.priv_secret);
  merged.port = either(upper.port, lower.port);
  merged.retries = either(upper.retries, lower.retries);
  merged.max_repetitions = either(upper.max_repetitions, lower.max_repetitions);
  merged.interval = either(upper.interval, lower.interval);
  merged.timeout = either(upper.timeout, lower.timeout);
  const bool upper_has_credentials = upper.version || upper.community || upper.user ||
                                     upper.level || upper.auth || upper.priv || upper.auth_secret ||
                                     upper.priv_secret;
  merged.flawed = upper.flawed || lower.flawed;
  merged.place = upper_has_credentials ? upper.place : lower.place;
  merged.timing_place = upper.interval || upper.timeout ? upper.place : lower.place;
  return merged;
}

std::optional<snmp::Target> make_snmp_target(const SnmpSection& section, Secrets& secrets,
                                             Findings& findings) {
  if (section.flawed) return std::nullopt;
  snmp::Target target;
  assign(target.interval, section.interval);
  target.timeout = section.timeout.value_or(std::min(target.timeout, target.interval));
  if (target.timeout > target.interval)
    findings.error(section.timing_place,
                   fmt::format("the SNMP timeout {} is longer than the interval {}",
                               duration_text(target.timeout), duration_text(target.interval)));
  if (section.port) target.port = static_cast<std::uint16_t>(*section.port);
  if (section.retries) target.retries = static_cast<int>(*section.retries);
  if (section.max_repetitions) target.max_repetitions = static_cast<int>(*section.max_repetitions);
  auto credentials = credentials_of(section, secrets, findings);
  if (!credentials) return std::nullopt;
  target.credentials = *std::move(credentials);
  return target;
}

}  // namespace commune::settings
