// `discover`: finds what is in the network, and proposes it for the configuration.
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
  double rate = 200;   ///< Pings a second.
  bool large = false;  ///< More addresses than a /16 has.
  bool all = false;    ///< SNMP also to who does not answer pings.
  bool lldp = false;
  std::string root;           ///< Address of the device that leads to the world; empty: next hop.
  std::string site;           ///< Empty: the vantage.
  std::uint16_t port = 0;     ///< 0: that of [defaults.snmp], else 161.
  std::size_t parallel = 16;  ///< Devices asked by SNMP at a time.
};

/// 0: every address was asked, whatever was found; 1: it was interrupted (what was found so far is
/// printed all the same), may open no socket or could send no ping; 2: usage or configuration.
int run_discover(const DiscoverArguments& arguments, std::ostream& out, std::ostream& err);

}  // namespace commune
