// Ids for devices that nobody has named yet: readable, valid in the configuration, each once. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/net/address.hpp"

namespace commune::discover {

/// `text` in lower-case letters, digits, "-", "_" and ".": Vietnamese and other Latin letters lose
/// their marks ("Trụ sở xã" is "tru-so-xa"), runs of anything else become one "-". Empty where
/// nothing is left.
std::string id_from(std::string_view text);

class DeviceIds {
 public:
  /// An id that is in use already.
  void take(const std::string& id) { taken_.insert(id); }

  /// From the device's own name, where it is one and not the factory's ("localhost", "OpenWrt");
  /// with the end of the address where that is taken; else from the address ("host-10-77-1-20").
  std::string make(std::string_view sys_name, const Address& address);

 private:
  std::set<std::string> taken_;
};

}  // namespace commune::discover
