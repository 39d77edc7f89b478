// What a discovery knows of one address that answered.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "collectors/snmp/survey/surveyed_device.hpp"
#include "core/net/address.hpp"

namespace commune::discover {

struct FoundDevice {
  Address address;
  std::vector<Address> also_at;      ///< Other addresses that turned out to be the same device.
  bool pings = false;                ///< It answered an echo request.
  std::optional<std::size_t> login;  ///< The login that SNMP let in, by position; empty: none.
  std::string failure;               ///< Why no login did, or what was not read.
  snmp::SurveyedDevice device;       ///< Empty without a login.
};

}  // namespace commune::discover
