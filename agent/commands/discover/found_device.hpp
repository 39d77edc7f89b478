// The facts about one address that answered.
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
  std::vector<Address> also_at;      ///< Other addresses of the same device.
  bool pings = false;                ///< It answered an echo request.
  std::optional<std::size_t> login;  ///< The login that SNMP accepted, by position; empty: none.
  std::string failure;          ///< Why no login was accepted, or which part could not be read.
  snmp::SurveyedDevice device;  ///< Empty without a login.
};

}  // namespace commune::discover
