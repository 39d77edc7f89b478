// What the capture collector is told: which interfaces, and what is what on them. Filled by
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

/// A packet belongs to it when it fits every list that is not empty; a class without any list takes
/// all packets.
struct TrafficClass {
  std::string name;
  std::vector<std::uint8_t> protocols;  ///< IP protocol numbers.
  std::vector<PortRange> ports;         ///< Of either end.
  std::vector<Prefix> prefixes;         ///< Of either end.

  friend bool operator==(const TrafficClass&, const TrafficClass&) = default;
};

struct Interface {
  std::string id;                      ///< As the kernel calls it: "br-lan".
  std::vector<Prefix> lan;             ///< Whose addresses are users' devices.
  std::string filter;                  ///< BPF expression (pcap-filter(7)); empty: all packets.
  std::size_t buffer_bytes = 4 << 20;  ///< Room for packets that wait in the kernel.
  int snaplen = 96;                    ///< Bytes of each frame that are looked at.
  bool promiscuous = true;
  std::size_t flows = 8192;  ///< TCP connections followed at a time, at most.
  /// Looked through in this order, the first that fits wins; before the shipped ones.
  std::vector<TrafficClass> classes;

  friend bool operator==(const Interface&, const Interface&) = default;
};

struct Options {
  std::vector<Interface> interfaces;
};

}  // namespace commune::capture
