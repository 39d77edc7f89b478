// Finds the class of a packet. The lists are prepared in advance, so that a packet costs a few
// look-ups.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "collectors/capture/frame.hpp"
#include "collectors/capture/options.hpp"

namespace commune::capture {

/// "other" included.
inline constexpr std::size_t kMostClasses = 16;

/// dns, web, quic, mail, voice.
const std::vector<TrafficClass>& shipped_classes();

/// The classes of the configuration, then those shipped ones that it does not name, then "other",
/// for the rest.
std::vector<TrafficClass> with_shipped(const std::vector<TrafficClass>& configured);

class ClassTable {
 public:
  /// At most kMostClasses; the last one matches all packets.
  explicit ClassTable(std::vector<TrafficClass> classes);

  /// Position in classes().
  std::size_t find(const Packet& packet) const;

  const std::vector<TrafficClass>& classes() const { return classes_; }

 private:
  /// Bit i: class i may match.
  using Mask = std::uint16_t;

  std::vector<TrafficClass> classes_;
  std::array<Mask, 256> by_protocol_{};
  std::vector<Mask> by_port_;  ///< For each port; classes without a list of ports are in all.
  Mask without_ports_ = 0, with_prefixes_ = 0;
};

}  // namespace commune::capture
