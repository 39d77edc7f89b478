// Who may send notifications: the devices that are polled by SNMP, by their address. Decides from
// the head of a datagram whose it is; what is not let in here is not parsed. Pure.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "collectors/snmp/session/credentials.hpp"
#include "collectors/snmp/session/datagram.hpp"
#include "collectors/snmp/traps/sender_clock.hpp"
#include "collectors/snmp/traps/trap_refusal.hpp"
#include "core/model/ids.hpp"
#include "core/net/address.hpp"
#include "core/time/token_bucket.hpp"

#include <tl/expected.hpp>

namespace commune::snmp {

/// A device that may send notifications.
struct TrapSender {
  DeviceId device;
  Credentials credentials;
  SenderClock clock;
};

/// Not thread-safe. What it holds grows with the inventory alone, whatever comes from the network.
class TrapSenders {
 public:
  /// Of each address: so many at once (a switch that comes up tells of each of its ports), so many
  /// a second after that.
  static constexpr double kBurst = 100, kPerSecond = 20;

  /// One address; seldom more than one device behind it.
  struct AddressEntry {
    TokenBucket bucket{kPerSecond, kBurst};
    std::vector<TrapSender*> senders;  ///< In the order in which they were put.
  };

  /// Enters a device, or what is new of it. Without an address (its name is not resolved yet) it
  /// cannot send.
  void put(const DeviceId& device, const Credentials& credentials,
           const std::optional<Address>& address);

  /// Forgets all devices but these.
  void keep_only(const std::set<DeviceId>& devices);

  /// nullptr for an address that is nobody's.
  AddressEntry* at(const Address& address);

 private:
  struct Place {
    TrapSender sender;
    std::optional<Address> address;
  };
  void leave(Place& place);

  std::map<DeviceId, std::unique_ptr<Place>> places_;
  std::map<Address, AddressEntry> addresses_;
};

/// The device that a datagram with this head is taken from: the first at its address whose
/// community (v1 and v2c: either for both) or user (v3, at no lower level) it carries.
/// `community` takes the place of the devices' own where it is not empty. A message without an
/// engine id asks for ours (RFC 3414, 4), which any device with v3 may.
tl::expected<TrapSender*, TrapRefusal> sender_of(const TrapSenders::AddressEntry& entry,
                                                 const DatagramHead& head,
                                                 const std::string& community);

/// True for such a message.
bool asks_for_engine(const DatagramHead& head);

}  // namespace commune::snmp
