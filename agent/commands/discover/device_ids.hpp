// Ids for devices without a name: readable, valid in the configuration, each unique. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/net/address.hpp"

namespace commune::discover {

/// `text` in lower-case letters, digits, "-", "_" and ".": Vietnamese and other Latin letters lose
/// their marks ("Trụ sở xã" is "tru-so-xa"), runs of anything else become one "-". Empty if nothing
/// is left.
std::string id_from(std::string_view text);

class DeviceIds {
 public:
  /// The id is already in use.
  void reserve(const std::string& id) { taken_.insert(id); }

  /// From the device's own name, if it has one that is not the factory's ("localhost", "OpenWrt").
  /// If that id is in use, the end of the address is added. Without a name, from the address
  /// ("host-10-77-1-20").
  std::string make(std::string_view sys_name, const Address& address);

 private:
  std::set<std::string> taken_;
};

}  // namespace commune::discover
