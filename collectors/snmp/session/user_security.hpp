// SNMPv3 users (RFC 3414) in net-snmp's session structure and its table of users.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "collectors/snmp/session/credentials.hpp"

struct snmp_session;

namespace commune::snmp {

/// Caches the keys of passphrases: each costs a hash over a megabyte (RFC 3414, A.2), and a commune
/// has few.
class KeyCache {
 public:
  /// Empty when the passphrase is too short or the protocol is not supported.
  const std::vector<unsigned char>& key(AuthProtocol protocol, const std::string& passphrase);

 private:
  std::map<std::pair<AuthProtocol, std::string>, std::vector<unsigned char>> keys_;
};

/// Fills the v3 fields of `session`, which borrows from `credentials` and `engine_id`. Returns the
/// fault of the credentials; empty without one.
std::string apply_user(snmp_session& session, const Credentials& credentials,
                       const std::string& engine_id, KeyCache& keys);

/// Puts the user into net-snmp's table, so that its messages can be read without a session. Returns
/// the fault of the credentials; empty without one.
std::string create_user(const Credentials& credentials, const std::string& engine_id,
                        KeyCache& keys);

/// Counts the uses of an engine's user, as net-snmp never forgets users and clocks and shares them
/// between all sessions.
class UserTable {
 public:
  void add(const std::string& engine_id, const std::string& user) { ++users_[{engine_id, user}]; }

  bool has(const std::string& engine_id, const std::string& user) const {
    return users_.contains({engine_id, user});
  }

  /// The last one removes the user and the engine's clock from net-snmp's tables, so that a rotated
  /// passphrase and a replaced or restarted device work.
  void remove(const std::string& engine_id, const std::string& user);

 private:
  std::map<std::pair<std::string, std::string>, int> users_;
};

}  // namespace commune::snmp
