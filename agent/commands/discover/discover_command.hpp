// `discover`: finds the devices of a network, and proposes them for the configuration.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "agent/commands/discover/logins.hpp"

namespace commune {

struct DiscoverArguments {
  std::vector<std::string> cidrs;
  std::string config;           ///< Empty: the output is a configuration of its own.
  discover::LoginFlags logins;  ///< Tried before those of the configuration.
  bool json = false;
  double rate = 200;   ///< Pings per second.
  bool large = false;  ///< Allows more addresses than a /16 has.
  bool all = false;    ///< Polls devices by SNMP even if they do not answer pings.
  bool lldp = false;
  std::string root;  ///< Address of the device that connects the network to the Internet; empty:
                     ///< next hop.
  std::string site;  ///< Empty: the vantage.
  std::uint16_t port = 0;     ///< 0: that of [defaults.snmp], else 161.
  std::size_t parallel = 16;  ///< Devices polled by SNMP at a time.
};

/// 0: every address was tried, whatever was found; 1: it was interrupted (devices found so far are
/// printed), may open no socket or could send no ping; 2: usage or configuration.
int run_discover(const DiscoverArguments& arguments, std::ostream& out, std::ostream& err);

}  // namespace commune
