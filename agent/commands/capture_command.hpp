// `capture`: shows the traffic on an interface or in a packet file, without any configuration.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace commune {

struct CaptureArguments {
  std::string read;              ///< A pcap or pcapng file; empty: live.
  std::string interface;         ///< The interface of live packets.
  int seconds = 10;              ///< How long to capture.
  std::vector<std::string> lan;  ///< "192.168.1.0/24": addresses of users' devices.
  std::string filter;            ///< BPF expression; empty: all packets.
  bool json = false;
};

/// 0: done; 1: could not be read or captured (packets read until then are printed); 2: usage.
int run_capture(const CaptureArguments& arguments, std::ostream& out, std::ostream& err);

}  // namespace commune
