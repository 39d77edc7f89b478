#include "exporters/web/authenticator.hpp"

#include <crypt.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

namespace commune::web {
namespace {

bool same(const void* a, const void* b, std::size_t size) {
  return gnutls_memcmp(a, b, size) == 0;
}

// Refuses DES hashes: they have no "$" at the beginning, and any plain word looks like one.
bool is_hash(const std::string& text) {
  const int verdict = crypt_checksalt(text.c_str());
  return text.starts_with('$') && verdict != CRYPT_SALT_INVALID &&
         verdict != CRYPT_SALT_METHOD_DISABLED;
}

}  // namespace

Result<std::unique_ptr<Authenticator>> Authenticator::make(const std::vector<User>& users) {
  for (const User& user : users) {
    if (!is_hash(user.password_hash))
      return fail("web user " + user.name,
                  "crypt(3) does not know this kind of password hash; make one with "
                  "\"mkpasswd --method=yescrypt\" (package whois): it begins with \"$y$\"");
  }
  return std::unique_ptr<Authenticator>(new Authenticator(users));
}

Authenticator::Authenticator(const std::vector<User>& users) {
  for (const User& user : users)
    hash_of_.emplace(user.name, user.password_hash);
  gnutls_rnd(GNUTLS_RND_KEY, key_.data(), key_.size());
}

Authenticator::Digest Authenticator::digest(const std::string& user,
                                            const std::string& password) const {
  // The name's length distinguishes "ab" + "c" from "a" + "bc".
  const std::string text = std::to_string(user.size()) + ":" + user + password;
  Digest made{};
  gnutls_hmac_fast(GNUTLS_MAC_SHA256, key_.data(), key_.size(), text.data(), text.size(),
                   made.data());
  return made;
}

bool Authenticator::remembers(const std::string& user, const std::string& password) const {
  const Digest offered = digest(user, password);
  return verified_.with([&](const auto& verified) {
    const auto known = verified.find(user);
    return known != verified.end() && same(known->second.data(), offered.data(), offered.size());
  });
}

bool Authenticator::verify(const std::string& user, const std::string& password) {
  if (hash_of_.empty()) return false;
  const auto known = hash_of_.find(user);
  const std::string& expected = known == hash_of_.end() ? hash_of_.begin()->second : known->second;
  const auto scratch = std::make_unique<crypt_data>();
  const char* hashed = crypt_r(password.c_str(), expected.c_str(), scratch.get());
  if (!hashed || known == hash_of_.end()) return false;
  const std::string_view offered(hashed);
  if (offered.size() != expected.size() || !same(offered.data(), expected.data(), offered.size()))
    return false;
  const Digest digest_of_it = digest(user, password);
  verified_.with([&](auto& verified) { verified.insert_or_assign(user, digest_of_it); });
  return true;
}

}  // namespace commune::web
