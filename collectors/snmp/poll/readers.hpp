// The profiles made ready for use, and the choice among them for a device.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "collectors/snmp/poll/device_poll.hpp"

namespace commune::snmp {

/// Belongs to the SNMP loop's thread once made. A profile is compiled when the first device needs
/// it, as a commune has few of the families.
class ProfileReaders final : public Readers {
 public:
  /// Fails with the place of the first rule that is wrong.
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

/// For a device whose profile is configured by name: always chooses that one, also after a restart.
class NamedReader final : public Readers {
 public:
  /// `readers` must have the profile.
  NamedReader(std::shared_ptr<const ProfileReaders> readers, std::string profile)
      : readers_(std::move(readers)), profile_(std::move(profile)) {}

  std::vector<Oid> probes(const DeviceFacts&) const override { return {}; }
  std::shared_ptr<const Reader> choose(const DeviceFacts&) const override {
    return readers_->named(profile_);
  }

 private:
  std::shared_ptr<const ProfileReaders> readers_;
  std::string profile_;
};

}  // namespace commune::snmp
