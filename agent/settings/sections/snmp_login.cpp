#include "agent/settings/sections/snmp_login.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "agent/settings/profiles/snmp_words.hpp"

namespace commune::settings {
namespace {

LoginKey reference(std::string key, const Secret& secret) {
  switch (secret.from) {
    case Secret::From::file: {
      std::error_code error;
      const auto path = std::filesystem::absolute(secret.name, error);
      return {std::move(key), "file", error ? secret.name : path.lexically_normal().string()};
    }
    case Secret::From::credential:
      return {std::move(key), "credential", secret.name};
    case Secret::From::environment:
      return {std::move(key), "env", secret.name};
    case Secret::From::here:
      break;
  }
  return {std::move(key), "", secret.name};
}

void add_user(std::vector<LoginKey>& keys, const SnmpSection& section,
              const snmp::Credentials& credentials) {
  const auto text = [&keys](std::string key, std::string_view value) {
    keys.push_back({std::move(key), "", std::string(value)});
  };
  text("user", credentials.user);
  text("level", word_for(kLevels, credentials.level));
  if (credentials.level != snmp::SecurityLevel::no_auth_no_priv) {
    text("auth", word_for(kAuths, credentials.auth));
    if (section.auth_secret) keys.push_back(reference("auth_secret", *section.auth_secret));
  }
  if (credentials.level == snmp::SecurityLevel::auth_priv) {
    text("priv", word_for(kPrivs, credentials.priv));
    if (section.priv_secret) keys.push_back(reference("priv_secret", *section.priv_secret));
  }
  if (!credentials.context.empty()) text("context", credentials.context);
}

}  // namespace

SnmpLogin make_snmp_login(const SnmpSection& section, snmp::Credentials credentials) {
  SnmpLogin login;
  login.keys.push_back({"version", "", std::string(word_for(kVersions, credentials.version))});
  if (credentials.version == snmp::Version::v3)
    add_user(login.keys, section, credentials);
  else if (section.community)
    login.keys.push_back(reference("community", *section.community));
  login.credentials = std::move(credentials);
  return login;
}

ResultOrErrors<SnmpLogin> read_snmp_login(std::string_view toml, const std::string& where) {
  const auto value = parse_toml(toml, where);
  if (!value) return tl::unexpected(std::vector{value.error()});
  Findings findings;
  Secrets secrets(findings);
  const SnmpSection section = read_snmp_section(TableReader(*value, "snmp", findings));
  auto target = make_snmp_target(section, secrets, findings);
  auto errors = findings.errors();
  // Lines and columns of a text that is not a file would only confuse.
  for (Error& error : errors)
    error.where = where;
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return make_snmp_login(section, std::move(target->credentials));
}

void add_login(std::vector<SnmpLogin>& logins, SnmpLogin login) {
  const bool known = std::any_of(logins.begin(), logins.end(), [&](const SnmpLogin& earlier) {
    return earlier.credentials == login.credentials;
  });
  if (!known) logins.push_back(std::move(login));
}

}  // namespace commune::settings
