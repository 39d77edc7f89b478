// The profiles made ready for use, and the choice among them for a device.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "collectors/snmp/poll/device_poll.hpp"

namespace commune::snmp {

/// Belongs to the SNMP loop's thread once made. A profile is made ready when the first device needs
/// it: a commune has a few families of the many.
class ProfileReaders final : public Readers {
 public:
  /// Fails with the place of the first rule that does not fit its profile.
  static Result<std::shared_ptr<ProfileReaders>> make(std::vector<ProfilePtr> profiles);

  std::vector<Oid> probes(const DeviceFacts& facts) const override;
  std::shared_ptr<const Reader> choose(const DeviceFacts& facts) const override;

  bool has(const std::string& profile) const;

  /// The profile that the operator named; nullptr when there is none.
  std::shared_ptr<const Reader> named(const std::string& profile) const;

 private:
  std::vector<ProfilePtr> profiles_;
  mutable std::map<std::string, std::shared_ptr<const Reader>, std::less<>> ready_;
};

}  // namespace commune::snmp
