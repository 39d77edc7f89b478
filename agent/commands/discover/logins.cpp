#include "agent/commands/discover/logins.hpp"

#include <array>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "agent/commands/discover/toml_text.hpp"

#include <fmt/format.h>

namespace commune::discover {
namespace {

using settings::SnmpLogin;

// "file:PATH" as { file = "PATH" }; empty if it is not a reference.
std::string reference(std::string_view flag) {
  for (const std::string_view source : {"file", "env", "credential"})
    if (flag.size() > source.size() + 1 && flag.starts_with(source) && flag[source.size()] == ':')
      return fmt::format("{{ {} = {} }}", source, toml_text(flag.substr(source.size() + 1)));
  return {};
}

constexpr std::string_view kHowToRefer =
    "a secret on the command line can be read by others: write file:PATH, env:NAME "
    "or credential:NAME";

ResultOrErrors<SnmpLogin> community_login(const std::string& flag) {
  const std::string community = flag == "public" ? toml_text(flag) : reference(flag);
  if (community.empty())
    return tl::unexpected(std::vector{Error{
        "--community", fmt::format("{} (only \"public\" may be given directly)", kHowToRefer)}});
  return settings::read_snmp_login(fmt::format("version = \"2c\"\ncommunity = {}\n", community),
                                   "--community");
}

ResultOrErrors<SnmpLogin> user_login(const LoginFlags& flags) {
  std::string toml = "version = \"3\"\n";
  std::vector<Error> errors;
  const std::array<std::pair<const char*, const std::string*>, 4> words = {{{"user", &flags.user},
                                                                            {"level", &flags.level},
                                                                            {"auth", &flags.auth},
                                                                            {"priv", &flags.priv}}};
  for (const auto& [key, text] : words)
    if (!text->empty()) toml += fmt::format("{} = {}\n", key, toml_text(*text));
  const std::array<std::pair<const char*, const std::string*>, 2> secrets = {
      {{"auth", &flags.auth_secret}, {"priv", &flags.priv_secret}}};
  for (const auto& [key, text] : secrets) {
    if (text->empty()) continue;
    const std::string secret = reference(*text);
    if (secret.empty())
      errors.push_back({fmt::format("--{}-secret", key), std::string(kHowToRefer)});
    toml += fmt::format("{}_secret = {}\n", key, secret);
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return settings::read_snmp_login(toml, "command line");
}

SnmpLogin in_version(SnmpLogin login, snmp::Version version) {
  login.credentials.version = version;
  for (auto& key : login.keys)
    if (key.key == "version") key.value = version == snmp::Version::v1 ? "1" : "2c";
  return login;
}

}  // namespace

ResultOrErrors<std::vector<SnmpLogin>> logins_of(const LoginFlags& flags) {
  std::vector<SnmpLogin> logins;
  std::vector<Error> errors;
  const auto add_or_report = [&](ResultOrErrors<SnmpLogin> login) {
    if (login)
      add_login(logins, std::move(*login));
    else
      errors.insert(errors.end(), login.error().begin(), login.error().end());
  };
  if (flags.any_of_v3()) add_or_report(user_login(flags));
  for (const std::string& community : flags.communities)
    add_or_report(community_login(community));
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return logins;
}

std::vector<SnmpLogin> in_order_of_trying(const std::vector<SnmpLogin>& logins) {
  std::vector<SnmpLogin> ordered;
  for (const SnmpLogin& login : logins)
    if (login.credentials.version == snmp::Version::v3) add_login(ordered, login);
  for (const auto version : {snmp::Version::v2c, snmp::Version::v1})
    for (const SnmpLogin& login : logins)
      if (login.credentials.version != snmp::Version::v3)
        add_login(ordered, in_version(login, version));
  return ordered;
}

}  // namespace commune::discover
