// Checks whether a name and a password belong to a user. Never logs either.
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

/// Thread-safe. A password hash is slow by design (yescrypt: some 50 ms), which is too slow for a
/// scrape every 15 s. So a verified password is remembered as a keyed digest.
class Authenticator {
 public:
  /// Fails for a hash that crypt(3) does not know, naming its user.
  static Result<std::unique_ptr<Authenticator>> make(const std::vector<User>& users);

  /// Cheap: true if this password of this user was verified before.
  bool remembers(const std::string& user, const std::string& password) const;

  /// Slow: hashes. Takes as long for an unknown user as for a known one.
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
