// The words of snmp = { … } and their meanings. If two words mean the same, the first one is
// written.
#pragma once

#include <array>
#include <string_view>

#include "agent/settings/toml/toml_reader.hpp"
#include "collectors/snmp/options.hpp"

namespace commune::settings {

inline constexpr std::array<Word<snmp::Version>, 3> kVersions = {
    {{"1", snmp::Version::v1}, {"2c", snmp::Version::v2c}, {"3", snmp::Version::v3}}};
inline constexpr std::array<Word<snmp::SecurityLevel>, 3> kLevels = {
    {{"noAuthNoPriv", snmp::SecurityLevel::no_auth_no_priv},
     {"authNoPriv", snmp::SecurityLevel::auth_no_priv},
     {"authPriv", snmp::SecurityLevel::auth_priv}}};
inline constexpr std::array<Word<snmp::AuthProtocol>, 7> kAuths = {
    {{"MD5", snmp::AuthProtocol::md5},
     {"SHA", snmp::AuthProtocol::sha1},
     {"SHA-1", snmp::AuthProtocol::sha1},
     {"SHA-224", snmp::AuthProtocol::sha224},
     {"SHA-256", snmp::AuthProtocol::sha256},
     {"SHA-384", snmp::AuthProtocol::sha384},
     {"SHA-512", snmp::AuthProtocol::sha512}}};
inline constexpr std::array<Word<snmp::PrivProtocol>, 5> kPrivs = {
    {{"DES", snmp::PrivProtocol::des},
     {"AES", snmp::PrivProtocol::aes128},
     {"AES-128", snmp::PrivProtocol::aes128},
     {"AES-192", snmp::PrivProtocol::aes192},
     {"AES-256", snmp::PrivProtocol::aes256}}};

/// The word to write for a meaning; empty if there is none.
template <typename T, std::size_t kCount>
std::string_view word_for(const std::array<Word<T>, kCount>& words, T meaning) {
  for (const auto& word : words)
    if (word.meaning == meaning) return word.text;
  return {};
}

}  // namespace commune::settings
