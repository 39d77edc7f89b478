#include "collectors/snmp/session/user_security.hpp"

#include <algorithm>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/library/lcd_time.h>
#include <net-snmp/library/snmpusm.h>

namespace commune::snmp {
namespace {

struct ProtocolOid {
  oid* numbers;
  std::size_t length;
};

ProtocolOid protocol_oid(AuthProtocol protocol) {
  switch (protocol) {
    case AuthProtocol::md5:
      return {usmHMACMD5AuthProtocol, OID_LENGTH(usmHMACMD5AuthProtocol)};
    case AuthProtocol::sha1:
      return {usmHMACSHA1AuthProtocol, OID_LENGTH(usmHMACSHA1AuthProtocol)};
    case AuthProtocol::sha224:
      return {usmHMAC128SHA224AuthProtocol, OID_LENGTH(usmHMAC128SHA224AuthProtocol)};
    case AuthProtocol::sha256:
      return {usmHMAC192SHA256AuthProtocol, OID_LENGTH(usmHMAC192SHA256AuthProtocol)};
    case AuthProtocol::sha384:
      return {usmHMAC256SHA384AuthProtocol, OID_LENGTH(usmHMAC256SHA384AuthProtocol)};
    case AuthProtocol::sha512:
      return {usmHMAC384SHA512AuthProtocol, OID_LENGTH(usmHMAC384SHA512AuthProtocol)};
    case AuthProtocol::none:
      break;
  }
  return {usmNoAuthProtocol, OID_LENGTH(usmNoAuthProtocol)};
}

ProtocolOid protocol_oid(PrivProtocol protocol) {
  switch (protocol) {
    case PrivProtocol::des:
      return {usmDESPrivProtocol, OID_LENGTH(usmDESPrivProtocol)};
    case PrivProtocol::aes128:
      return {usmAESPrivProtocol, OID_LENGTH(usmAESPrivProtocol)};
    case PrivProtocol::aes192:
      return {usmAES192PrivProtocol, OID_LENGTH(usmAES192PrivProtocol)};
    case PrivProtocol::aes256:
      return {usmAES256PrivProtocol, OID_LENGTH(usmAES256PrivProtocol)};
    case PrivProtocol::none:
      break;
  }
  return {usmNoPrivProtocol, OID_LENGTH(usmNoPrivProtocol)};
}

int level_of(SecurityLevel level) {
  switch (level) {
    case SecurityLevel::no_auth_no_priv:
      return SNMP_SEC_LEVEL_NOAUTH;
    case SecurityLevel::auth_no_priv:
      return SNMP_SEC_LEVEL_AUTHNOPRIV;
    case SecurityLevel::auth_priv:
      return SNMP_SEC_LEVEL_AUTHPRIV;
  }
  return SNMP_SEC_LEVEL_NOAUTH;
}

}  // namespace

const std::vector<unsigned char>& KeyCache::key(AuthProtocol protocol,
                                                const std::string& passphrase) {
  auto [found, fresh] = keys_.try_emplace({protocol, passphrase});
  if (!fresh) return found->second;
  auto& key = found->second;
  key.resize(USM_AUTH_KU_LEN);
  std::size_t length = key.size();
  const auto hash = protocol_oid(protocol);
  const int made = generate_Ku(hash.numbers, static_cast<u_int>(hash.length),
                               reinterpret_cast<const u_char*>(passphrase.data()),
                               passphrase.size(), key.data(), &length);
  key.resize(made == SNMPERR_SUCCESS ? length : 0);
  return key;
}

std::string apply_user(snmp_session& session, const Credentials& credentials,
                       const std::string& engine_id, KeyCache& keys) {
  // net-snmp copies the targets of these pointers when it opens the session.
  session.securityName = const_cast<char*>(credentials.user.c_str());
  session.securityNameLen = credentials.user.size();
  session.securityLevel = level_of(credentials.level);
  session.securityModel = SNMP_SEC_MODEL_USM;
  session.contextName = const_cast<char*>(credentials.context.c_str());
  session.contextNameLen = credentials.context.size();
  auto* engine = reinterpret_cast<u_char*>(const_cast<char*>(engine_id.data()));
  session.securityEngineID = session.contextEngineID = engine;
  session.securityEngineIDLen = session.contextEngineIDLen = engine_id.size();

  if (credentials.level == SecurityLevel::no_auth_no_priv) return {};
  const auto auth = protocol_oid(credentials.auth);
  session.securityAuthProto = auth.numbers;
  session.securityAuthProtoLen = auth.length;
  const auto& auth_key = keys.key(credentials.auth, credentials.auth_secret);
  if (auth_key.empty())
    return "the authentication secret cannot be used: at least 8 characters are needed (RFC 3414)";
  std::copy(auth_key.begin(), auth_key.end(), session.securityAuthKey);
  session.securityAuthKeyLen = auth_key.size();

  if (credentials.level == SecurityLevel::auth_no_priv) return {};
  const auto priv = protocol_oid(credentials.priv);
  session.securityPrivProto = priv.numbers;
  session.securityPrivProtoLen = priv.length;
  const auto& priv_key = keys.key(credentials.auth, credentials.priv_secret);
  if (priv_key.empty())
    return "the privacy secret cannot be used: at least 8 characters are needed (RFC 3414)";
  const auto length = std::min<std::size_t>(priv_key.size(), USM_PRIV_KU_LEN);
  std::copy_n(priv_key.begin(), length, session.securityPrivKey);
  session.securityPrivKeyLen = length;
  return {};
}

std::string create_user(const Credentials& credentials, const std::string& engine_id,
                        KeyCache& keys) {
  netsnmp_session session;
  snmp_sess_init(&session);
  session.version = SNMP_VERSION_3;
  if (std::string failure = apply_user(session, credentials, engine_id, keys); !failure.empty())
    return failure;
  return usm_create_user_from_session(&session) == SNMPERR_SUCCESS
             ? std::string()
             : "net-snmp refuses the SNMPv3 user";
}

void UserTable::remove(const std::string& engine_id, const std::string& user) {
  const auto entry = users_.find({engine_id, user});
  if (entry == users_.end() || --entry->second > 0) return;
  users_.erase(entry);
  const auto* engine = reinterpret_cast<const u_char*>(engine_id.data());
  if (auto* known = usm_get_user(engine, engine_id.size(), user.c_str())) {
    usm_remove_user(known);
    // Else usm_free_user would free its neighbours too.
    known->next = known->prev = nullptr;
    usm_free_user(known);
  }
  const auto next = users_.lower_bound({engine_id, ""});
  if (next == users_.end() || next->first.first != engine_id)
    free_enginetime(const_cast<u_char*>(engine), engine_id.size());
}

}  // namespace commune::snmp
