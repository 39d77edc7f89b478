// What the SNMP collector is told: whom to ask, how, and as which family. Filled by agent/settings.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "collectors/snmp/profile.hpp"
#include "core/model/ids.hpp"
#include "core/model/time.hpp"

namespace commune::snmp {

enum class Version : std::uint8_t { v1, v2c, v3 };
enum class SecurityLevel : std::uint8_t { no_auth_no_priv, auth_no_priv, auth_priv };
/// RFC 3414 and RFC 7860.
enum class AuthProtocol : std::uint8_t { none, md5, sha1, sha224, sha256, sha384, sha512 };
/// RFC 3414, RFC 3826; AES-192 and AES-256 as most vendors do them (Blumenthal key extension).
enum class PrivProtocol : std::uint8_t { none, des, aes128, aes192, aes256 };

/// How to be let in. Secrets stay in memory, and are never logged.
struct Credentials {
  Version version = Version::v2c;
  std::string community;  ///< v1 and v2c.
  std::string user;       ///< v3, all that follow too.
  SecurityLevel level = SecurityLevel::no_auth_no_priv;
  AuthProtocol auth = AuthProtocol::none;
  PrivProtocol priv = PrivProtocol::none;
  std::string auth_secret, priv_secret;  ///< At least 8 characters (RFC 3414, 11.2).
  std::string context;

  friend bool operator==(const Credentials&, const Credentials&) = default;
};

struct Target {
  DeviceId device;
  std::string address;  ///< Host name, IPv4 or IPv6.
  std::uint16_t port = 161;
  Credentials credentials;
  Milliseconds interval{30'000};
  Milliseconds timeout{2'000};  ///< For one answer.
  int retries = 2;              ///< After the first try.
  int max_repetitions = 25;     ///< The most that a GETBULK asks for; 1 to 255.
  std::string profile = "auto";

  friend bool operator==(const Target&, const Target&) = default;
};

/// Where notifications are listened for.
struct TrapOptions {
  std::vector<std::string> listen;  ///< "0.0.0.0:162", "[::]:162"; empty: nowhere.
  std::string community;            ///< Of v1 and v2c; empty: that of each device.
  std::string engine_file;          ///< Keeps our SNMPv3 engine id and its boots.

  bool enabled() const { return !listen.empty(); }
};

struct Options {
  std::vector<Target> targets;
  std::vector<ProfilePtr>
      profiles;  ///< All there are; the one called "generic" takes what no other matches.
  TrapOptions traps{};
};

}  // namespace commune::snmp
