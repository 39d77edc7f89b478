// `capture`: what passes an interface, or lies in a file of packets, without any configuration.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace commune {

struct CaptureArguments {
  std::string read;              ///< A pcap or pcapng file; empty: live.
  std::string interface;         ///< Where live packets are taken from.
  int seconds = 10;              ///< For how long.
  std::vector<std::string> lan;  ///< "192.168.1.0/24": whose addresses are users' devices.
  std::string filter;            ///< BPF expression; empty: all packets.
  bool json = false;
};

/// 0: done; 1: it could not be read or captured (what was read before is printed); 2: usage.
int run_capture(const CaptureArguments& arguments, std::ostream& out, std::ostream& err);

}  // namespace commune
