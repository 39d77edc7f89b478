#include "collectors/snmp/traps/trap_senders.hpp"

#include <algorithm>

namespace commune::snmp {
namespace {

constexpr int kWireV1 = 0, kWireV2c = 1, kWireV3 = 3;

bool may_be_notification(const DatagramHead& head) {
  switch (head.version) {
    case kWireV1:
      return head.pdu == PduTag::trap_v1;
    case kWireV2c:
      return head.pdu == PduTag::trap_v2 || head.pdu == PduTag::inform;
    default:
      return head.pdu == PduTag::trap_v2 || head.pdu == PduTag::inform ||
             head.pdu == PduTag::encrypted || asks_for_engine(head);
  }
}

SecurityLevel level_of(const DatagramHead& head) {
  if ((head.flags & kAuthFlag) == 0) return SecurityLevel::no_auth_no_priv;
  return (head.flags & kPrivFlag) == 0 ? SecurityLevel::auth_no_priv : SecurityLevel::auth_priv;
}

bool lets_in(const Credentials& credentials, const DatagramHead& head,
             const std::string& community) {
  if (head.version != kWireV3)
    return head.community == (community.empty() ? credentials.community : community);
  return asks_for_engine(head) ||
         (head.user == credentials.user && level_of(head) >= credentials.level);
}

}  // namespace

void TrapSenders::leave(Place& place) {
  if (!place.address) return;
  const auto entry = addresses_.find(*place.address);
  std::erase(entry->second.senders, &place.sender);
  if (entry->second.senders.empty()) addresses_.erase(entry);
  place.address.reset();
}

void TrapSenders::put(const DeviceId& device, const Credentials& credentials,
                      const std::optional<Address>& address) {
  auto& place = places_[device];
  if (!place) place = std::make_unique<Place>();
  place->sender.device = device;
  place->sender.credentials = credentials;
  if (place->address == address) return;
  leave(*place);
  place->address = address;
  if (address) addresses_[*address].senders.push_back(&place->sender);
}

void TrapSenders::keep_only(const std::set<DeviceId>& devices) {
  for (auto at = places_.begin(); at != places_.end();) {
    if (devices.contains(at->first)) {
      ++at;
      continue;
    }
    leave(*at->second);
    at = places_.erase(at);
  }
}

TrapSenders::AddressEntry* TrapSenders::at(const Address& address) {
  const auto found = addresses_.find(address);
  return found == addresses_.end() ? nullptr : &found->second;
}

bool asks_for_engine(const DatagramHead& head) {
  return head.version == kWireV3 && head.engine_id.empty() && (head.flags & kReportableFlag) != 0 &&
         (head.flags & kAuthFlag) == 0;
}

tl::expected<TrapSender*, TrapRefusal> sender_of(const TrapSenders::AddressEntry& entry,
                                                 const DatagramHead& head,
                                                 const std::string& community) {
  if (!may_be_notification(head)) return tl::unexpected(TrapRefusal::not_a_notification);
  const bool v3 = head.version == kWireV3;
  bool version_fits = false;
  for (TrapSender* sender : entry.senders) {
    if ((sender->credentials.version == Version::v3) != v3) continue;
    version_fits = true;
    if (lets_in(sender->credentials, head, community)) return sender;
  }
  if (!version_fits) return tl::unexpected(TrapRefusal::version);
  return tl::unexpected(v3 ? TrapRefusal::user : TrapRefusal::community);
}

}  // namespace commune::snmp
