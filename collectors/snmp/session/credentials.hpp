// SNMP version and community or user for a device. Plain data.
#pragma once

#include <cstdint>
#include <string>

namespace commune::snmp {

enum class Version : std::uint8_t { v1, v2c, v3 };
enum class SecurityLevel : std::uint8_t { no_auth_no_priv, auth_no_priv, auth_priv };
/// RFC 3414 and RFC 7860.
enum class AuthProtocol : std::uint8_t { none, md5, sha1, sha224, sha256, sha384, sha512 };
/// RFC 3414, RFC 3826; AES-192 and AES-256 as most vendors implement them (Blumenthal key
/// extension).
enum class PrivProtocol : std::uint8_t { none, des, aes128, aes192, aes256 };

/// Secrets stay in memory and are never logged.
struct Credentials {
  Version version = Version::v2c;
  std::string community;  ///< v1 and v2c.
  std::string user;       ///< v3, as all below.
  SecurityLevel level = SecurityLevel::no_auth_no_priv;
  AuthProtocol auth = AuthProtocol::none;
  PrivProtocol priv = PrivProtocol::none;
  std::string auth_secret, priv_secret;  ///< At least 8 characters (RFC 3414, 11.2).
  std::string context;

  friend bool operator==(const Credentials&, const Credentials&) = default;
};

}  // namespace commune::snmp
