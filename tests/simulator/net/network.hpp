// The simulated network: packets and faults in, packets out. No sockets and no clock, so that tests
// simulate hours in a moment.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tests/simulator/net/ip_packet.hpp"
#include "tests/simulator/random.hpp"
#include "tests/simulator/scenario/scenario.hpp"
#include "tests/simulator/scenario/timeline.hpp"
#include "tests/simulator/scenario/topology.hpp"

namespace commune::simulator {

/// A packet for the agent, after real time has passed.
struct Delivery {
  Delay after{};
  std::string packet;
};

/// The scenario outlives it. For one thread.
class Network {
 public:
  explicit Network(const Scenario& scenario);

  /// The answers to one packet of the agent.
  std::vector<Delivery> receive(std::string_view packet, SimTime now);

  /// Starts or ends a fault. Returns what happened, for people, without the time: "fault power_cut
  /// site ca: 4 devices".
  std::string apply(const FaultEvent& event);

  bool reachable(std::size_t device) const { return devices_[device].reachable; }

 private:
  enum class Snmp : std::uint8_t { answering, silent, closed };
  struct Device {
    Playing playing;  ///< With the active faults.
    Snmp snmp = Snmp::answering;
    bool reachable = true;
    bool restarted = false;
    SimTime booted{};
    std::chrono::seconds limited{};  // The second of these answers.
    std::uint32_t answered = 0;
    Random random{0};
  };
  struct ActiveFault {
    std::size_t fault = 0;
    SimTime began{};
  };

  static bool over_limit(Device& device, SimTime now);
  std::string reply_to(const IpPacket& packet, std::size_t position, SimTime now) const;
  std::string snmp_reply(const IpPacket& packet, const UdpDatagram& datagram, std::size_t position,
                         SimTime now) const;
  void begin(const FaultEvent& event);
  void end(const FaultEvent& event);
  void restart(std::size_t position, SimTime now);
  void rebuild(std::size_t position);
  void lay_over(const ActiveFault& active, Device& device) const;
  std::size_t update_reachability();

  const Scenario& scenario_;
  Topology topology_;
  std::vector<Device> devices_;
  std::vector<Topology::State> states_;
  std::unordered_map<IpAddress, std::size_t> by_address_;
  std::vector<ActiveFault> active_;
};

}  // namespace commune::simulator
