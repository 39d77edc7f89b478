// Options of the capture collector: interfaces, users' networks, traffic classes. Filled by
// agent/settings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "collectors/capture/prefix.hpp"

namespace commune::capture {

/// Ports, both ends included.
struct PortRange {
  std::uint16_t first = 0, last = 0;

  friend bool operator==(const PortRange&, const PortRange&) = default;
};

/// A packet belongs to the class when it matches every list that is not empty; a class without
/// lists has all packets.
struct TrafficClass {
  std::string name;
  std::vector<std::uint8_t> protocols;  ///< IP protocol numbers.
  std::vector<PortRange> ports;         ///< Of either end.
  std::vector<Prefix> prefixes;         ///< Of either end.

  friend bool operator==(const TrafficClass&, const TrafficClass&) = default;
};

struct Interface {
  std::string id;                      ///< The kernel's name: "br-lan".
  std::vector<Prefix> lan;             ///< Networks of users' devices.
  std::string filter;                  ///< BPF expression (pcap-filter(7)); empty: all packets.
  std::size_t buffer_bytes = 4 << 20;  ///< Room for packets that wait in the kernel.
  int snaplen = 96;                    ///< Captured bytes of each frame.
  bool promiscuous = true;
  std::size_t flows = 8192;  ///< TCP connections followed at a time, at most.
  /// In this order, before the shipped ones; the first that matches wins.
  std::vector<TrafficClass> classes;

  friend bool operator==(const Interface&, const Interface&) = default;
};

struct Options {
  std::vector<Interface> interfaces;
};

}  // namespace commune::capture
