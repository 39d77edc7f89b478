// Decides whether a name and a password are a user's. Never logs either.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/model/result.hpp"
#include "core/runtime/guarded.hpp"
#include "exporters/web/options.hpp"

namespace commune::web {

/// Thread-safe. A password hash is made to be costly (yescrypt: some 50 ms), a scrape every 15 s
/// must not pay that: what was verified once is remembered as a keyed digest.
class Authenticator {
 public:
  /// Fails for a hash that crypt(3) does not know, naming its user.
  static Result<std::unique_ptr<Authenticator>> make(const std::vector<User>& users);

  /// Cheap: true when this password of this user was verified before.
  bool remembers(const std::string& user, const std::string& password) const;

  /// Costly: hashes. Takes as long for a user that is not there as for one that is.
  bool verify(const std::string& user, const std::string& password);

 private:
  using Digest = std::array<unsigned char, 32>;

  explicit Authenticator(const std::vector<User>& users);
  Digest digest(const std::string& user, const std::string& password) const;

  std::map<std::string, std::string> hash_of_;
  Digest key_{};  ///< Random for each start, never leaves the process.
  Guarded<std::map<std::string, Digest>> verified_;
};

}  // namespace commune::web
