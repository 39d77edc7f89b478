#include "tests/simulator/snmp/snmp_responder.hpp"

#include <algorithm>
#include <array>

#include "tests/simulator/scenario/succession.hpp"
#include "tests/simulator/snmp/ber.hpp"

namespace commune::simulator {
namespace {

constexpr std::uint8_t kResponse = 0xA2;
constexpr std::uint8_t kNoSuchObject = 0x80;
constexpr std::uint8_t kNoSuchInstance = 0x81;
constexpr std::uint8_t kEndOfMibView = 0x82;

// The largest size of the headers of varbind list, PDU and message, version, request id and error
// fields, without the community.
constexpr std::size_t kAroundVarbinds = 4 + 6 + 3 + 3 + 4 + 4 + 3 + 4;

// RFC 3416, 3.
enum class ErrorStatus : std::uint8_t {
  none = 0,
  too_big = 1,
  no_such_name = 2,
  not_writable = 17
};

void append_varbind(std::string& out, std::string_view encoded_oid, std::uint8_t tag,
                    std::string_view content) {
  const auto whole = [](std::string_view part) {
    return ber::header_size(part.size()) + part.size();
  };
  ber::append_header(out, ber::kSequence, whole(encoded_oid) + whole(content));
  ber::append(out, ber::kOid, encoded_oid);
  ber::append(out, tag, content);
}

// Turns one request into its reply.
class Answering {
 public:
  Answering(const SnmpRequest& request, const SnmpAgent& agent, const DeviceTime& time)
      : request_(request), agent_(agent), time_(time), next_(*agent.tree, agent.behaviours) {
    skip_counter64_ = request.version == Version::v1;
  }

  std::string reply();

 private:
  std::string get();
  std::string get_next();
  std::string get_bulk();
  void append_value(std::string_view encoded_oid, const Row& row);
  void append_exception(const Oid& oid, std::uint8_t tag) {
    append_varbind(varbinds_, ber::encode_oid(oid), tag, {});
  }
  bool append_successor(Successor& from);
  bool usable(std::size_t position) const;
  std::string finished() const;
  std::string failed(ErrorStatus status, std::size_t index) const;
  std::string message(ErrorStatus status, std::size_t index, std::string_view varbinds) const;
  bool fits(std::size_t varbinds_size) const;

  const SnmpRequest& request_;
  const SnmpAgent& agent_;
  const DeviceTime& time_;
  Succession next_;
  bool skip_counter64_ = false;
  std::string varbinds_;
};

std::string Answering::reply() {
  switch (request_.type) {
    case PduType::get:
      return get();
    case PduType::get_next:
      return get_next();
    case PduType::get_bulk:
      return get_bulk();
    case PduType::set:
      break;
  }
  // RFC 3584, 4.4: in SNMPv1 this is noSuchName.
  return failed(
      request_.version == Version::v1 ? ErrorStatus::no_such_name : ErrorStatus::not_writable, 1);
}

// RFC 3584, 4.2.2.1: for SNMPv1 a Counter64 does not exist.
bool Answering::usable(std::size_t position) const {
  return position < agent_.tree->size() &&
         !(skip_counter64_ && agent_.tree->row(position).value.type == ValueType::counter64);
}

std::string Answering::get() {
  for (std::size_t i = 0; i < request_.oids.size(); ++i) {
    const Oid& oid = request_.oids[i];
    const std::size_t position = agent_.tree->find(oid);
    if (usable(position)) {
      append_value(agent_.tree->encoded_oid(position), agent_.tree->row(position));
      continue;
    }
    if (request_.version == Version::v1) return failed(ErrorStatus::no_such_name, i + 1);
    const bool has_siblings = agent_.tree->has_below(Oid(oid.begin(), oid.end() - 1));
    append_exception(oid, has_siblings ? kNoSuchInstance : kNoSuchObject);
  }
  return finished();
}

std::string Answering::get_next() {
  for (std::size_t i = 0; i < request_.oids.size(); ++i) {
    Successor from = next_.start(request_.oids[i]);
    if (append_successor(from)) continue;
    if (request_.version == Version::v1) return failed(ErrorStatus::no_such_name, i + 1);
    append_exception(request_.oids[i], kEndOfMibView);
  }
  return finished();
}

// RFC 3416, 4.2.3.
std::string Answering::get_bulk() {
  const auto count = static_cast<std::int64_t>(request_.oids.size());
  const auto single =
      static_cast<std::size_t>(std::clamp(request_.non_repeaters, std::int64_t{0}, count));
  std::vector<Successor> at;
  at.reserve(request_.oids.size());
  for (const Oid& oid : request_.oids)
    at.push_back(next_.start(oid));

  std::size_t whole = 0;  // The part of varbinds_ that fits.
  const auto step = [&](std::size_t i) {
    const bool found = append_successor(at[i]);
    if (!found) append_exception(at[i].oid(), kEndOfMibView);
    if (!fits(varbinds_.size())) return false;
    whole = varbinds_.size();
    return true;
  };
  bool room = true;
  for (std::size_t i = 0; room && i < single; ++i)
    room = step(i);
  for (std::int64_t turn = 0; room && turn < request_.max_repetitions; ++turn) {
    bool all_ended = true;
    for (std::size_t i = single; room && i < at.size(); ++i) {
      room = step(i);
      all_ended = all_ended && at[i].ended();
    }
    if (all_ended) break;
  }
  return message(ErrorStatus::none, 0, std::string_view(varbinds_).substr(0, whole));
}

bool Answering::append_successor(Successor& from) {
  next_.advance(from);
  // Bounded, because a device that repeats a column with only Counter64 never gets past it.
  for (std::size_t skipped = 0; !from.ended() && !usable(from.position()); ++skipped) {
    if (skipped == agent_.tree->size()) return false;
    next_.advance(from);
  }
  if (from.ended()) return false;
  const Row& row = agent_.tree->row(from.position());
  if (from.made_up())
    append_value(ber::encode_oid(from.oid()), row);
  else
    append_value(agent_.tree->encoded_oid(from.position()), row);
  return true;
}

void Answering::append_value(std::string_view encoded_oid, const Row& row) {
  const Value value = value_at(row, time_);
  const auto tag = static_cast<std::uint8_t>(value.type);
  if (!value.is_number()) return append_varbind(varbinds_, encoded_oid, tag, value.bytes);
  std::string number;
  if (value.type == ValueType::integer)
    ber::append_signed(number, tag, static_cast<std::int64_t>(value.number));
  else
    ber::append_unsigned(number, tag, value.number);
  ber::append_header(varbinds_, ber::kSequence,
                     ber::header_size(encoded_oid.size()) + encoded_oid.size() + number.size());
  ber::append(varbinds_, ber::kOid, encoded_oid);
  varbinds_ += number;
}

std::string Answering::finished() const {
  return fits(varbinds_.size()) ? message(ErrorStatus::none, 0, varbinds_)
                                : failed(ErrorStatus::too_big, 0);
}

// RFC 1157, 4.1: SNMPv1 returns the request's list; RFC 3416, 4.2.1: tooBig contains none.
std::string Answering::failed(ErrorStatus status, std::size_t index) const {
  const bool empty = request_.version == Version::v2c && status == ErrorStatus::too_big;
  return message(status, index, empty ? std::string_view() : request_.varbinds);
}

std::string Answering::message(ErrorStatus status, std::size_t index,
                               std::string_view varbinds) const {
  std::string pdu;
  pdu.reserve(varbinds.size() + 64);
  const bool wrong_id = agent_.behaviours.has(Behaviour::wrong_request_id);
  ber::append_signed(pdu, ber::kInteger, request_.request_id + (wrong_id ? 1 : 0));
  ber::append_unsigned(pdu, ber::kInteger, static_cast<std::uint64_t>(status));
  ber::append_unsigned(pdu, ber::kInteger, index);
  ber::append(pdu, ber::kSequence, varbinds);

  std::string head;
  ber::append_unsigned(head, ber::kInteger, static_cast<std::uint64_t>(request_.version));
  ber::append(head, ber::kOctetString, request_.community);
  ber::append_header(head, kResponse, pdu.size());

  std::string all;
  all.reserve(head.size() + pdu.size() + 8);
  ber::append_header(all, ber::kSequence, head.size() + pdu.size());
  all += head;
  all += pdu;
  return all;
}

bool Answering::fits(std::size_t varbinds_size) const {
  if (varbinds_size + kAroundVarbinds + request_.community.size() <= agent_.max_message)
    return true;
  return message(ErrorStatus::none, 0, std::string_view(varbinds_).substr(0, varbinds_size))
             .size() <= agent_.max_message;
}

}  // namespace

std::optional<std::string> answer(std::string_view datagram, const SnmpAgent& agent,
                                  const DeviceTime& time) {
  const auto request = decode_request(datagram);
  if (!request || request->community != agent.community) return std::nullopt;
  std::string reply = Answering(*request, agent, time).reply();
  if (agent.behaviours.has(Behaviour::truncated_reply)) reply.resize(reply.size() / 2);
  return reply;
}

}  // namespace commune::simulator
