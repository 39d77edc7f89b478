// What a device, or somebody in its name, may send to a session that it should not: late, twice,
// from elsewhere, under another name, broken. The session takes the one right answer and counts the
// others.
#include <fstream>
#include <random>
#include <sstream>

#include "tests/collectors/snmp/session/session_peer.hpp"

namespace commune::snmp {
namespace {

using namespace std::chrono_literals;

std::int64_t id_of(const Octets& request) {
  const auto head = read_head(request);
  return head ? head->request_id : -1;
}

Octets answer_to(const Octets& request, std::int32_t value) {
  return encode(Message{.request_id = id_of(request), .value = value});
}

class Answers : public Sessions {
 protected:
  std::unique_ptr<Session> session_ = open(Version::v2c, peer_.address());
};

TEST_F(Answers, that_are_late_and_out_of_order_are_never_given_to_another_request) {
  std::vector<Octets> late;
  for (std::int32_t round = 1; round <= 6; ++round) {
    peer_.on_request([&](const Octets& request) { late.push_back(answer_to(request, -round)); });
    EXPECT_EQ(ask(*session_, 20ms).outcome, Outcome::timeout);
    ASSERT_TRUE(run_until([&] { return late.size() == static_cast<std::size_t>(round); }));
    // The last late ones come first, all of them before the right one.
    peer_.on_request([&](const Octets& request) {
      for (auto each = late.rbegin(); each != late.rend(); ++each)
        peer_.reply(*each);
      peer_.reply(answer_to(request, round));
    });
    EXPECT_EQ(value_in(ask(*session_)), round);
  }
  EXPECT_EQ(refused_, (RefusedFigures{{"request_id", 1 + 2 + 3 + 4 + 5 + 6}}));
}

TEST_F(Answers, that_come_five_times_are_accepted_once_and_their_copies_are_counted) {
  peer_.on_request([&](const Octets& request) {
    for (int copy = 0; copy < 5; ++copy)
      peer_.reply(answer_to(request, 7));
  });
  for (std::uint64_t round = 1; round <= 3; ++round) {
    EXPECT_EQ(value_in(ask(*session_)), 7);
    ASSERT_TRUE(run_until([&] { return refused_["request_id"] == 4 * round; }));
  }
  EXPECT_EQ(refused_, (RefusedFigures{{"request_id", 12}}));
}

// "UdpNoPorts" of this network namespace: datagrams that no socket took.
std::uint64_t datagrams_for_nobody() {
  std::ifstream file("/proc/net/snmp");
  std::string line, names, numbers;
  while (std::getline(file, line))
    if (line.starts_with("Udp: ")) (names.empty() ? names : numbers) = line;
  std::istringstream name(names), number(numbers);
  for (std::string a, b; name >> a && number >> b;)
    if (a == "NoPorts") return std::stoull(b);
  return 0;
}

TEST_F(Answers, from_another_address_or_port_are_turned_away_by_the_kernel) {
  Peer neighbour(loop_, "127.0.0.2");
  Peer other_port(loop_);
  const auto before = datagrams_for_nobody();
  peer_.on_request([&](const Octets& request) {
    neighbour.send(answer_to(request, 1), peer_.asker());
    other_port.send(answer_to(request, 2), peer_.asker());
    peer_.reply(answer_to(request, 3));
  });
  EXPECT_EQ(value_in(ask(*session_)), 3);
  EXPECT_TRUE(refused_.empty());
  EXPECT_GE(datagrams_for_nobody(), before + 2);
}

TEST_F(Answers, with_a_wrong_community_version_or_request_id_are_refused_and_counted_by_reason) {
  peer_.on_request([&](const Octets& request) {
    const auto id = id_of(request);
    peer_.reply(encode(Message{.request_id = id, .value = 1, .community = "private"}));
    peer_.reply(encode(Message{.request_id = id, .value = 2, .community = ""}));
    peer_.reply(encode(Message{.request_id = id, .value = 3, .version = 0}));
    peer_.reply(encode(MessageV3{.message_id = id, .request_id = id, .value = 4}));
    peer_.reply(encode(Message{.request_id = id + 1, .value = 5}));
    peer_.reply(answer_to(request, 6));
  });
  EXPECT_EQ(value_in(ask(*session_)), 6);
  EXPECT_EQ(refused_, (RefusedFigures{{"community", 2}, {"request_id", 1}, {"version", 2}}));
}

TEST_F(Answers, to_an_engine_discovery_that_was_not_ours_are_refused_and_counted_too) {
  const auto session = open(Version::v3, peer_.address());
  peer_.on_request([&](const Octets& request) {
    const auto head = read_head(request);
    const auto id = head->message_id;
    if (head->engine_id.empty()) {
      peer_.reply(encode(MessageV3{.message_id = id + 1, .pdu = PduTag::report}));
      peer_.reply(encode(MessageV3{.message_id = id, .pdu = PduTag::trap_v2}));
      peer_.reply(encode(MessageV3{.message_id = id, .engine_id = "abc", .pdu = PduTag::report}));
      peer_.reply(encode(Message{.request_id = id}));
      peer_.reply({0x30, 0x00});
      peer_.reply(encode(MessageV3{.message_id = id, .pdu = PduTag::report}));
    } else {
      peer_.reply(encode(MessageV3{
          .message_id = id, .request_id = request_id_v3(request), .user = "reader", .value = 7}));
    }
  });
  EXPECT_EQ(value_in(ask(*session)), 7);
  EXPECT_EQ(refused_, (RefusedFigures{{"engine_id", 1},
                                      {"malformed", 1},
                                      {"not_a_response", 1},
                                      {"request_id", 1},
                                      {"version", 1}}));
}

TEST_F(Answers, refuse_and_count_traps_and_requests) {
  peer_.on_request([&](const Octets& request) {
    for (const PduTag tag : {PduTag::trap_v2, PduTag::inform, PduTag::get, PduTag::get_next,
                             PduTag::get_bulk, PduTag::set, PduTag::report})
      peer_.reply(encode(Message{.request_id = id_of(request), .value = 1, .pdu = tag}));
    peer_.reply(answer_to(request, 2));
  });
  EXPECT_EQ(value_in(ask(*session_)), 2);
  EXPECT_EQ(refused_, (RefusedFigures{{"not_a_response", 7}}));
  EXPECT_EQ(peer_.requests(), 1);
}

TEST_F(Answers, without_a_request_are_read_and_dropped) {
  peer_.on_request([&](const Octets& request) { peer_.reply(answer_to(request, 1)); });
  ask(*session_);
  for (int i = 0; i < 50; ++i)
    peer_.reply(encode(Message{.request_id = i, .pdu = PduTag::trap_v2}));
  EXPECT_TRUE(run_until([&] { return refused_["not_a_response"] == 50; }));
  EXPECT_EQ(value_in(ask(*session_)), 1);
}

// One to three bytes are changed, or it is cut off.
Octets mutated(Octets bytes, std::mt19937& random) {
  const auto below = [&](std::size_t end) { return random() % end; };
  if (below(4) == 0) {
    bytes.resize(below(bytes.size()));
    return bytes;
  }
  for (auto changes = 1 + below(3); changes > 0; --changes)
    bytes[below(bytes.size())] = static_cast<std::uint8_t>(random());
  return bytes;
}

TEST_F(Answers, that_are_broken_in_any_way_harm_neither_the_agent_nor_the_session) {
  std::mt19937 random(18);
  for (int round = 0; round < 2'000; ++round) {
    peer_.on_request([&](const Octets& request) {
      for (int i = 0; i < 3; ++i)
        peer_.reply(mutated(answer_to(request, 1), random));
      peer_.reply(answer_to(request, 2));
    });
    // A change within the value cannot be detected; any outcome is one answer.
    ask(*session_);
  }
  peer_.on_request([&](const Octets& request) { peer_.reply(answer_to(request, 3)); });
  EXPECT_EQ(value_in(ask(*session_)), 3);
  EXPECT_GT(refused_["malformed"], 1'000U);
}

TEST_F(Answers, that_are_broken_during_engine_discovery_or_after_do_no_harm_either) {
  std::mt19937 random(18);
  for (int round = 0; round < 200; ++round) {
    const auto session = open(Version::v3, peer_.address());
    peer_.on_request([&](const Octets& request) {
      const auto head = read_head(request);
      MessageV3 answer{.message_id = head->message_id, .request_id = request_id_v3(request)};
      answer.pdu = head->engine_id.empty() ? PduTag::report : PduTag::response;
      answer.user = head->engine_id.empty() ? "" : "reader";
      for (int i = 0; i < 3; ++i)
        peer_.reply(mutated(encode(answer), random));
      peer_.reply(encode(answer));
    });
    // A report with another engine id looks as true as the right one: then nothing is understood.
    ask(*session, 50ms);
  }
  EXPECT_GT(refused_["malformed"], 100U);
}

}  // namespace
}  // namespace commune::snmp
