// The devices that may send notifications: those polled by SNMP, by address. Finds the sender by
// the head of a datagram; datagrams without one are not parsed. Pure.
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

/// Not thread-safe. Its size depends on the inventory alone, not on the network.
class TrapSenders {
 public:
  /// Limits for each address: this many at once (a switch that starts sends one for each port),
  /// then this many a second.
  static constexpr double kBurst = 100, kPerSecond = 20;

  /// One address, which seldom has more than one device.
  struct AddressEntry {
    TokenBucket bucket{kPerSecond, kBurst};
    std::vector<TrapSender*> senders;  ///< In the order in which they were put.
  };

  /// Adds or updates a device. Without an address (its name is not resolved yet) it cannot send.
  void put(const DeviceId& device, const Credentials& credentials,
           const std::optional<Address>& address);

  /// Forgets all devices but these.
  void keep_only(const std::set<DeviceId>& devices);

  /// nullptr for an address without a device.
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

/// The sender of a datagram with this head: the first device at its address whose community (v1 and
/// v2c: either for both) or user (v3, at no lower level) it carries. `community` replaces the
/// devices' own unless it is empty. A message without an engine id asks for ours (RFC 3414, 4),
/// which any device with v3 may.
tl::expected<TrapSender*, TrapRefusal> sender_of(const TrapSenders::AddressEntry& entry,
                                                 const DatagramHead& head,
                                                 const std::string& community);

/// True for such a message.
bool asks_for_engine(const DatagramHead& head);

}  // namespace commune::snmp
