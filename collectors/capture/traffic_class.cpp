#include "collectors/capture/traffic_class.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace commune::capture {

const std::vector<TrafficClass>& shipped_classes() {
  static const std::vector<TrafficClass> kShipped = {
      {"dns", {kTcp, kUdp}, {{53, 53}, {853, 853}}, {}},
      {"web", {kTcp}, {{80, 80}, {443, 443}, {8080, 8080}, {8443, 8443}}, {}},
      {"quic", {kUdp}, {{443, 443}}, {}},
      {"mail",
       {kTcp},
       {{25, 25}, {110, 110}, {143, 143}, {465, 465}, {587, 587}, {993, 993}, {995, 995}},
       {}},
      // SIP, and STUN/TURN, by which calls in messengers and browsers reach each other.
      {"voice", {kTcp, kUdp}, {{3478, 3481}, {5060, 5061}}, {}},
  };
  return kShipped;
}

std::vector<TrafficClass> with_shipped(const std::vector<TrafficClass>& configured) {
  std::vector<TrafficClass> all = configured;
  const auto named = [&](const std::string& name) {
    return std::any_of(configured.begin(), configured.end(),
                       [&](const TrafficClass& each) { return each.name == name; });
  };
  for (const TrafficClass& shipped : shipped_classes())
    if (!named(shipped.name)) all.push_back(shipped);
  all.push_back({"other", {}, {}, {}});
  return all;
}

ClassTable::ClassTable(std::vector<TrafficClass> classes) : classes_(std::move(classes)) {
  if (classes_.size() > kMostClasses)
    classes_.erase(classes_.begin() + kMostClasses, classes_.end());
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    const TrafficClass& each = classes_[i];
    const auto bit = static_cast<Mask>(1U << i);
    for (const std::uint8_t protocol : each.protocols)
      by_protocol_[protocol] |= bit;
    if (each.protocols.empty())
      for (Mask& mask : by_protocol_)
        mask |= bit;
    if (each.ports.empty()) without_ports_ |= bit;
    if (!each.prefixes.empty()) with_prefixes_ |= bit;
  }
  by_port_.assign(65'536, without_ports_);
  for (std::size_t i = 0; i < classes_.size(); ++i)
    for (const PortRange& range : classes_[i].ports)
      for (std::size_t port = range.first; port <= range.last; ++port)
        by_port_[port] |= static_cast<Mask>(1U << i);
}

std::size_t ClassTable::find(const Packet& packet) const {
  unsigned fits = by_protocol_[packet.protocol];
  fits &= packet.has_ports ? by_port_[packet.source_port] | by_port_[packet.destination_port]
                           : without_ports_;
  while (fits != 0) {
    const auto first = static_cast<std::size_t>(std::countr_zero(fits));
    const unsigned bit = 1U << first;
    if ((with_prefixes_ & bit) == 0) return first;
    const auto& prefixes = classes_[first].prefixes;
    if (any_contains(prefixes, packet.source) || any_contains(prefixes, packet.destination))
      return first;
    fits &= ~bit;
  }
  return classes_.size() - 1;
}

}  // namespace commune::capture
