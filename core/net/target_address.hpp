// The address behind what the operator wrote: at once for a numeric address, by look-ups that are
// made again and again for a name. Pure: says when to look up, does not do it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/time.hpp"
#include "core/net/address.hpp"

namespace commune {

inline constexpr std::chrono::minutes kLookUpEvery{5};
/// After a look-up that failed, and while the target is silent (it may have moved).
inline constexpr std::chrono::seconds kLookUpAgainAfter{30};

class TargetAddress {
 public:
  explicit TargetAddress(const std::string& text);

  /// Empty until the name was resolved once. An address that was found stays when later look-ups
  /// fail: measuring continues without DNS.
  const std::optional<Address>& current() const { return current_; }

  /// Why there is none: "cannot resolve ap-7.example: ..."; empty as long as nobody knows.
  const std::string& failure() const { return failure_; }

  bool wants_look_up(MonoTime now, bool target_is_silent) const;
  void look_up_started() { looking_up_ = true; }

  /// In order of preference. The present address stays if it is still among them, so that a name
  /// with several addresses does not wander between machines.
  void resolved(const std::vector<Address>& found, MonoTime now);
  void not_resolved(const std::string& reason, MonoTime now);

 private:
  std::string name_;  ///< Empty: a numeric address.
  std::optional<Address> current_;
  std::string failure_;
  bool looking_up_ = false;
  std::optional<MonoTime> last_look_up_;
  bool last_failed_ = false;
};

}  // namespace commune
