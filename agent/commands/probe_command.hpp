// `probe`: polls one device or checks one service once, for a technician.
#pragma once

#include <iosfwd>
#include <string>

namespace commune {

struct ProbeArguments {
  std::string
      device;  ///< Id of a device or a [[probe]], or an address: "10.77.1.2", "[2001:db8::7]:1161".
  std::string config;   ///< Empty: SNMPv2c with community "public".
  std::string profile;  ///< Empty: as configured, else recognised.
  bool json = false;
};

/// 0: the device answered, the service is in order; 1: it did not; 2: usage or configuration.
int run_probe(const ProbeArguments& arguments, std::ostream& out, std::ostream& err);

}  // namespace commune
