#include "collectors/snmp/session/datagram.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace commune::snmp {
namespace {

constexpr std::uint8_t kInteger = 0x02, kOctetString = 0x04, kSequence = 0x30;

// Reads BER elements from the front; after the first error everything it returns is empty.
class Cursor {
 public:
  explicit Cursor(Bytes bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  std::uint8_t tag() const { return bytes_.empty() ? 0 : bytes_[0]; }

  // The contents of the next element, which may be cut off at the end of the datagram.
  Bytes read(std::uint8_t tag) {
    if (!ok_ || bytes_.size() < 2 || bytes_[0] != tag) return refuse();
    std::size_t length = bytes_[1];
    std::size_t head = 2;
    if (length & 0x80) {
      const std::size_t octets = length & 0x7F;
      if (octets == 0 || octets > 3 || bytes_.size() < 2 + octets) return refuse();
      length = 0;
      for (std::size_t i = 0; i < octets; ++i)
        length = length << 8 | bytes_[2 + i];
      head += octets;
    }
    bytes_ = bytes_.subspan(head);
    const Bytes contents = bytes_.first(std::min(length, bytes_.size()));
    bytes_ = bytes_.subspan(contents.size());
    return contents;
  }

  std::int64_t integer() {
    const Bytes contents = read(kInteger);
    if (!ok_ || contents.empty() || contents.size() > 8) return refuse(), 0;
    std::int64_t value = contents[0] & 0x80 ? -1 : 0;
    for (const auto byte : contents)
      value = static_cast<std::int64_t>(static_cast<std::uint64_t>(value) << 8 | byte);
    return value;
  }

  std::string octets() {
    const Bytes contents = read(kOctetString);
    return {contents.begin(), contents.end()};
  }

 private:
  Bytes refuse() {
    ok_ = false;
    bytes_ = {};
    return {};
  }

  Bytes bytes_;
  bool ok_ = true;
};

std::optional<DatagramHead> read_community_head(Cursor message, DatagramHead head) {
  head.community = message.octets();
  head.pdu = static_cast<PduTag>(message.tag());
  if (head.pdu < PduTag::get || head.pdu > PduTag::report) return std::nullopt;
  Cursor pdu(message.read(message.tag()));
  if (head.pdu != PduTag::trap_v1) head.request_id = pdu.integer();
  if (!message.ok() || !pdu.ok()) return std::nullopt;
  return head;
}

std::optional<DatagramHead> read_v3_head(Cursor message, DatagramHead head) {
  Cursor global(message.read(kSequence));
  head.message_id = global.integer();
  global.integer();  // msgMaxSize
  const std::string flags = global.octets();
  head.flags = flags.empty() ? 0 : static_cast<std::uint8_t>(flags.front());
  const Bytes security = message.read(kOctetString);
  Cursor usm(Cursor(security).read(kSequence));
  head.engine_id = usm.octets();
  head.engine_boots = static_cast<std::uint32_t>(usm.integer());
  head.engine_time = static_cast<std::uint32_t>(usm.integer());
  head.user = usm.octets();
  if (!global.ok() || !usm.ok() || !message.ok()) return std::nullopt;
  head.pdu = PduTag::encrypted;
  if (message.tag() == kSequence) {
    Cursor scoped(message.read(kSequence));
    scoped.octets();  // contextEngineID
    scoped.octets();  // contextName
    if (!scoped.ok()) return std::nullopt;
    head.pdu = static_cast<PduTag>(scoped.tag());
  }
  return head;
}

// One element with contents shorter than 128 octets.
std::vector<std::uint8_t> element(std::uint8_t tag,
                                  std::initializer_list<std::vector<std::uint8_t>> parts) {
  std::vector<std::uint8_t> made{tag, 0};
  for (const auto& part : parts)
    made.insert(made.end(), part.begin(), part.end());
  made[1] = static_cast<std::uint8_t>(made.size() - 2);
  return made;
}

std::vector<std::uint8_t> integer_element(std::int32_t value) {
  const auto bits = static_cast<std::uint32_t>(value);
  return {kInteger,
          4,
          static_cast<std::uint8_t>(bits >> 24),
          static_cast<std::uint8_t>(bits >> 16),
          static_cast<std::uint8_t>(bits >> 8),
          static_cast<std::uint8_t>(bits)};
}

}  // namespace

std::optional<DatagramHead> read_head(Bytes datagram) {
  Cursor whole(datagram);
  Cursor message(whole.read(kSequence));
  DatagramHead head;
  head.version = static_cast<int>(message.integer());
  if (!message.ok()) return std::nullopt;
  if (head.version == 0 || head.version == 1) return read_community_head(message, std::move(head));
  if (head.version == 3) return read_v3_head(message, std::move(head));
  return std::nullopt;
}

std::vector<std::uint8_t> discovery_message(std::int32_t message_id) {
  const std::vector<std::uint8_t> empty = {kOctetString, 0};
  const std::vector<std::uint8_t> zero = {kInteger, 1, 0};
  const std::vector<std::uint8_t> reportable = {kOctetString, 1, kReportableFlag};
  const std::vector<std::uint8_t> user_security_model = {kInteger, 1, 3};
  const auto global = element(kSequence, {integer_element(message_id), integer_element(65507),
                                          reportable, user_security_model});
  const auto security =
      element(kOctetString, {element(kSequence, {empty, zero, zero, empty, empty, empty})});
  const auto get = element(static_cast<std::uint8_t>(PduTag::get),
                           {integer_element(message_id), zero, zero, element(kSequence, {})});
  const auto scoped = element(kSequence, {empty, empty, get});
  return element(kSequence, {{kInteger, 1, 3}, global, security, scoped});
}

}  // namespace commune::snmp
