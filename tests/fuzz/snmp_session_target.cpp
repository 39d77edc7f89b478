// Datagrams of any bytes to sessions over net-snmp, on loopback: SNMPv2c and SNMPv3 without
// authentication. Whatever a device sends, a request has one reply, and the next one is answered.
#include <optional>

#include "collectors/snmp/poll/walk.hpp"
#include "collectors/snmp/session/datagram.hpp"
#include "collectors/snmp/session/session_factory.hpp"
#include "core/runtime/log.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/simulator/snmp/ber.hpp"

namespace commune::fuzz {
namespace {

namespace ber = simulator::ber;
using ber::element;
using ber::integer;

constexpr std::uint8_t kResponse = 0xA2, kReport = 0xA8;

using asio::ip::udp;
using snmp::Outcome;
using snmp::Reply;
using snmp::Version;

constexpr std::size_t kMostDatagrams = 3;
// Only what hangs takes as long.
constexpr Milliseconds kTimeout{10'000};
const snmp::Oid kAsked{1, 3, 6, 1, 2, 1, 2, 2, 1, 10};
const std::string kAnswer = element(
    ber::kSequence,
    element(ber::kSequence, std::string("\x06\x0A\x2B\x06\x01\x02\x01\x02\x02\x01\x0A\x01", 12) +
                                element(0x41, "\x07")));
const std::string kEngine = "\x80seed";

/// The fields that a reply must contain.
struct Ids {
  std::int64_t message = 0;
  std::string request;  ///< As in the request, with tag and length.
};

/// One session and the socket of the device that it asks.
class Line {
 public:
  explicit Line(Version version)
      : version_(version), device_(loop_, {asio::ip::address_v4::loopback(), 0}) {
    snmp::Credentials credentials;
    credentials.version = version;
    credentials.community = "public";
    credentials.user = "fuzz";
    session_ = factory_.open(DeviceId{"device"}, device_.local_endpoint(), credentials, refused_);
  }

  Reply exchange(Input& input) {
    std::optional<Reply> reply;
    const snmp::Request request{snmp::Request::Type::get_bulk, {kAsked}, 10};
    session_->send(request, kTimeout, [&](Reply came) {
      require(!reply, "two replies to one request");
      reply = std::move(came);
    });
    const Ids ids = receive();
    for (std::size_t left = input.below(kMostDatagrams) + 1; left > 0; --left)
      send(datagram(input, ids));
    answer(ids);
    // A report may make net-snmp ask once more.
    while (!reply)
      if (loop_.run_one_for(Milliseconds{1}); device_.available() > 0) answer(receive());
    loop_.poll();
    while (device_.available() > 0)
      receive();
    return *std::move(reply);
  }

 private:
  // The session's request; on the way there it may want to know the engine first.
  Ids receive() {
    while (true) {
      while (device_.available() == 0)
        loop_.run_one_for(Milliseconds{1});
      std::vector<std::uint8_t> bytes(1500);
      bytes.resize(device_.receive_from(asio::buffer(bytes), peer_));
      const auto head = snmp::read_head(bytes);
      require(head.has_value(), "a request of ours is not understood");
      if (head->version != 3) return {0, integer(head->request_id)};
      if (!head->engine_id.empty())
        return {head->message_id, v3_request_id({bytes.begin(), bytes.end()})};
      send(message({head->message_id, ""}, element(kReport, "")));
    }
  }

  // Behind the context, which is the engine and no name, the GETBULK's tag and its length.
  static std::string v3_request_id(const std::string& message) {
    const std::string before = element(ber::kOctetString, kEngine) + std::string("\x04\x00\xA5", 3);
    const auto at = message.find(before);
    require(at != std::string::npos, "a request of SNMPv3 that is not GETBULK");
    const auto id = at + before.size() + 1;
    return message.substr(id, static_cast<std::size_t>(message[id + 1]) + 2);
  }

  void send(const std::string& datagram) { device_.send_to(asio::buffer(datagram), peer_); }

  void answer(const Ids& ids) {
    send(message(ids, response(ids, integer(0) + integer(0) + kAnswer)));
  }

  static std::string response(const Ids& ids, const std::string& rest) {
    return element(kResponse, ids.request + rest);
  }

  std::string message(const Ids& ids, const std::string& pdu) const {
    if (version_ != Version::v3)
      return element(ber::kSequence, {integer(1), element(ber::kOctetString, "public"), pdu});
    const auto empty = element(ber::kOctetString, ""), engine = element(ber::kOctetString, kEngine);
    const auto security =
        element(ber::kSequence,
                {engine, integer(1), integer(1), element(ber::kOctetString, "fuzz"), empty, empty});
    return v3_message(ids, element(ber::kOctetString, security),
                      element(ber::kSequence, {engine, empty, pdu}));
  }

  static std::string v3_message(const Ids& ids, const std::string& security,
                                const std::string& scoped) {
    const auto global =
        element(ber::kSequence, {integer(ids.message), integer(65507),
                                 element(ber::kOctetString, std::string(1, '\0')), integer(3)});
    return element(ber::kSequence, {integer(3), global, security, scoped});
  }

  // From bytes of the input alone to a right message with varbinds of the input.
  std::string datagram(Input& input, const Ids& ids) const {
    const auto kind = input.below(5);
    const std::size_t size = input.number(2) % 2048;
    std::string bytes;
    while (bytes.size() < size && !input.empty())
      bytes += static_cast<char>(input.byte());
    const auto zeros = integer(0) + integer(0);
    switch (kind) {
      case 0:
        return message(ids, response(ids, zeros + element(ber::kSequence, bytes)));
      case 1:
        return message(ids, response(ids, bytes));
      case 2:
        return message(ids, bytes);
      case 3:
        return v3_message(ids, bytes, bytes);
      default:
        return bytes;
    }
  }

  Version version_;
  asio::io_context loop_;
  snmp::SessionFactory factory_{loop_};
  snmp::RefusedFigures refused_;
  udp::socket device_;
  udp::endpoint peer_;
  std::unique_ptr<snmp::Session> session_;
};

void check(const Reply& reply) {
  require(reply.outcome != Outcome::timeout, "the right answer behind a wrong one is not taken");
  require(reply.outcome != Outcome::closed && reply.outcome != Outcome::unreachable,
          "the session lost its socket: {}", reply.failure);
  require((reply.outcome == Outcome::answered) == reply.failure.empty(), "no reason is given");
  for (const auto& varbind : reply.varbinds)
    require(varbind.oid.size() <= 128, "an OID of {} numbers", varbind.oid.size());
  snmp::Walk walk({kAsked});
  walk.next(true, 10, 1);
  walk.add_reply(reply.varbinds);
  for (const auto& [index, row] : walk.rows())
    require(!index.empty() && row.size() == 1, "a row without an index or a value");
}

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  spdlog::set_level(spdlog::level::off);
  static Line by_community(Version::v2c), by_user(Version::v3);
  Input input(bytes);
  Line& line = input.flag() ? by_user : by_community;
  check(line.exchange(input));
}

std::vector<std::string> seeds() {
  const std::string oid("\x06\x0A\x2B\x06\x01\x02\x01\x02\x02\x01\x0A\x02", 12);
  std::string varbinds;
  for (const char tag : {'\x02', '\x04', '\x05', '\x40', '\x41', '\x42', '\x43', '\x44', '\x46',
                         '\x47', '\x80', '\x81', '\x82'})
    varbinds += element(ber::kSequence, oid + element(tag, "\x01\x02\x03\x04"));
  varbinds +=
      element(ber::kSequence, oid + element(0x44, std::string("\x9F\x78\x04\x41\xC8\x00\x00", 7)));
  varbinds += element(ber::kSequence, oid + element(0x06, "\x2B\x06\x81\x01"));
  const auto sized = [](char version, char kind, const std::string& bytes) {
    return std::string{version, 0, kind, static_cast<char>(bytes.size() >> 8),
                       static_cast<char>(bytes.size() & 0xFF)} +
           bytes;
  };
  const auto error = integer(2) + integer(1) + element(ber::kSequence, "");
  const auto trap = element(0xA7, integer(1) + error);
  // usmStatsNotInTimeWindows, 1.3.6.1.6.3.15.1.1.2.0
  const auto report = element(
      kReport,
      integer(1) + integer(0) + integer(0) +
          element(ber::kSequence, element(ber::kSequence, std::string("\x06\x0A\x2B\x06\x01\x06\x03"
                                                                      "\x0F\x01\x01\x02\x00",
                                                                      12) +
                                                              element(0x41, "\x01"))));
  std::vector<std::string> made;
  for (const char version : {'\0', '\1'}) {
    made.push_back(sized(version, 0, varbinds));
    made.push_back(sized(version, 1, error));
    made.push_back(sized(version, 2, trap));
    made.push_back(sized(version, 2, report));
    made.push_back(
        sized(version, 3, element(ber::kOctetString, element(ber::kSequence, varbinds))));
    made.push_back(sized(version, 4, element(ber::kSequence, varbinds)));
  }
  return made;
}

}  // namespace commune::fuzz
