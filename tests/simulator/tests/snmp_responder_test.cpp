#include "tests/simulator/snmp/snmp_responder.hpp"

#include "core/model/text.hpp"
#include "tests/simulator/snmp/ber.hpp"
#include "tests/simulator/snmp/snmp_query.hpp"
#include "tests/simulator/snmp/walk_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::simulator {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;

constexpr std::string_view kWalk =
    "1.3.6.1.2.1.1.1.0 STRING \"sw\"\n"
    "1.3.6.1.2.1.2.2.1.2.1 STRING \"eth0\"\n"
    "1.3.6.1.2.1.2.2.1.2.2 STRING \"eth1\"\n"
    "1.3.6.1.2.1.2.2.1.10.1 COUNTER32 11\n"
    "1.3.6.1.2.1.2.2.1.10.2 COUNTER32 12\n"
    "1.3.6.1.2.1.31.1.1.1.6.1 COUNTER64 21\n"
    "1.3.6.1.2.1.31.1.1.1.6.2 COUNTER64 22\n"
    "1.3.6.1.2.1.31.1.1.1.15.1 GAUGE32 100\n";

const Oid kSysDescr{1, 3, 6, 1, 2, 1, 1, 1, 0};
const Oid kIfDescr{1, 3, 6, 1, 2, 1, 2, 2, 1, 2};
const Oid kInOctets{1, 3, 6, 1, 2, 1, 2, 2, 1, 10};
const Oid kHcInOctets{1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6};

Oid row(Oid column, std::uint32_t index) {
  column.push_back(index);
  return column;
}

// A parsed reply; varbinds as "OID=TAG:content in hexadecimal".
struct Reply {
  std::int64_t id = 0, status = 0, index = 0;
  std::vector<std::string> varbinds;
  std::size_t bytes = 0;
};

Reply take_apart(std::string_view bytes) {
  Reply reply;
  reply.bytes = bytes.size();
  ber::Reader message(*ber::Reader(bytes).next(ber::kSequence));
  EXPECT_TRUE(message.next_integer());
  EXPECT_EQ(message.next(ber::kOctetString), "public");
  ber::Reader pdu(message.next(0xA2).value_or(""));
  reply.id = pdu.next_integer().value_or(-1);
  reply.status = pdu.next_integer().value_or(-1);
  reply.index = pdu.next_integer().value_or(-1);
  ber::Reader list(pdu.next(ber::kSequence).value_or(""));
  while (!list.at_end()) {
    ber::Reader varbind(*list.next(ber::kSequence));
    const Oid oid = varbind.next_oid().value_or(Oid{});
    const auto value = varbind.next();
    reply.varbinds.push_back(
        fmt::format("{}={:02x}:{}", to_string(oid), value->tag, to_hex(value->content)));
  }
  return reply;
}

class Responder : public testing::Test {
 protected:
  Reply ask(const SnmpQuery& query) {
    const auto bytes = answer(encode(query), agent_, {});
    EXPECT_TRUE(bytes);
    return bytes ? take_apart(*bytes) : Reply{};
  }

  MibTree tree_{*parse_walk(kWalk, "test.walk")};
  SnmpAgent agent_{&tree_, "public", 1472, {}};
};

TEST_F(Responder, answers_a_get_byte_for_byte) {
  const auto reply = answer(encode({PduType::get, {kSysDescr}}), agent_, {});
  EXPECT_EQ(reply,
            "\x30\x29\x02\x01\x01\x04\x06public"
            "\xA2\x1C\x02\x02\x12\x67\x02\x01\x00\x02\x01\x00"
            "\x30\x10\x30\x0E\x06\x08\x2B\x06\x01\x02\x01\x01\x01\x00\x04\x02sw"s);
}

TEST_F(Responder, distinguishes_a_missing_instance_from_a_missing_object) {
  const Reply reply = ask({PduType::get, {row(kIfDescr, 1), row(kIfDescr, 9), {1, 3, 9, 1}}});
  EXPECT_EQ(reply.status, 0);
  EXPECT_THAT(reply.varbinds, ElementsAre("1.3.6.1.2.1.2.2.1.2.1=04:65746830",
                                          "1.3.6.1.2.1.2.2.1.2.9=81:", "1.3.9.1=80:"));
}

TEST_F(Responder, refuses_a_whole_v1_get_for_one_missing_oid_and_names_it) {
  const Reply reply = ask({PduType::get, {row(kIfDescr, 1), row(kIfDescr, 9)}, Version::v1});
  EXPECT_EQ(reply.status, 2);
  EXPECT_EQ(reply.index, 2);
  EXPECT_THAT(reply.varbinds,
              ElementsAre("1.3.6.1.2.1.2.2.1.2.1=05:", "1.3.6.1.2.1.2.2.1.2.9=05:"));
}

TEST_F(Responder, steps_through_the_tree_by_getnext) {
  const Reply reply = ask({PduType::get_next, {kIfDescr, row(kIfDescr, 2), {1, 3, 9}}});
  EXPECT_THAT(reply.varbinds, ElementsAre("1.3.6.1.2.1.2.2.1.2.1=04:65746830",
                                          "1.3.6.1.2.1.2.2.1.10.1=41:0b", "1.3.9=82:"));
}

TEST_F(Responder, hides_counter64_from_v1) {
  EXPECT_EQ(ask({PduType::get, {row(kHcInOctets, 1)}, Version::v1}).status, 2);
  EXPECT_THAT(ask({PduType::get_next, {row(kInOctets, 2)}, Version::v1}).varbinds,
              ElementsAre("1.3.6.1.2.1.31.1.1.1.15.1=42:64"));
  const Reply end = ask({PduType::get_next, {{1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 15, 1}}, Version::v1});
  EXPECT_EQ(end.status, 2);
  EXPECT_EQ(end.index, 1);
}

TEST_F(Responder, interleaves_the_columns_of_a_getbulk_after_its_non_repeaters) {
  SnmpQuery query{PduType::get_bulk, {{1, 3, 6, 1, 2, 1, 1}, kIfDescr, kInOctets}};
  query.non_repeaters = 1;
  query.max_repetitions = 2;
  EXPECT_THAT(ask(query).varbinds,
              ElementsAre("1.3.6.1.2.1.1.1.0=04:7377", "1.3.6.1.2.1.2.2.1.2.1=04:65746830",
                          "1.3.6.1.2.1.2.2.1.10.1=41:0b", "1.3.6.1.2.1.2.2.1.2.2=04:65746831",
                          "1.3.6.1.2.1.2.2.1.10.2=41:0c"));
}

TEST_F(Responder, ends_a_getbulk_when_all_columns_left_the_view) {
  SnmpQuery query{PduType::get_bulk, {row(kHcInOctets, 2)}};
  query.max_repetitions = 10;
  EXPECT_THAT(ask(query).varbinds,
              ElementsAre("1.3.6.1.2.1.31.1.1.1.15.1=42:64", "1.3.6.1.2.1.31.1.1.1.15.1=82:"));
}

TEST_F(Responder, treats_negative_getbulk_numbers_as_zero) {
  SnmpQuery query{PduType::get_bulk, {kIfDescr}};
  query.non_repeaters = -1;
  query.max_repetitions = -5;
  EXPECT_TRUE(ask(query).varbinds.empty());
}

TEST_F(Responder, fills_a_getbulk_up_to_the_largest_message_and_not_a_byte_more) {
  SnmpQuery query{PduType::get_bulk, {kIfDescr}};
  query.max_repetitions = 7;
  const Reply whole = ask(query);
  ASSERT_EQ(whole.varbinds.size(), 7U);
  agent_.max_message = whole.bytes;
  EXPECT_EQ(ask(query).varbinds.size(), 7U);
  agent_.max_message = whole.bytes - 1;
  EXPECT_EQ(ask(query).varbinds.size(), 6U);
}

TEST_F(Responder, answers_too_big_with_an_empty_list_or_in_v1_with_the_request) {
  agent_.max_message = 40;
  const Reply v2c = ask({PduType::get, {row(kIfDescr, 1), row(kIfDescr, 2)}});
  EXPECT_EQ(v2c.status, 1);
  EXPECT_EQ(v2c.index, 0);
  EXPECT_TRUE(v2c.varbinds.empty());
  const Reply v1 = ask({PduType::get, {row(kIfDescr, 1)}, Version::v1});
  EXPECT_EQ(v1.status, 1);
  EXPECT_THAT(v1.varbinds, ElementsAre("1.3.6.1.2.1.2.2.1.2.1=05:"));
}

TEST_F(Responder, refuses_set_requests) {
  EXPECT_EQ(ask({PduType::set, {kSysDescr}}).status, 17);
  EXPECT_EQ(ask({PduType::set, {kSysDescr}, Version::v1}).status, 2);
}

TEST_F(Responder, does_not_answer_wrong_communities_versions_and_broken_requests) {
  SnmpQuery query{PduType::get, {kSysDescr}};
  query.community = "private";
  EXPECT_FALSE(answer(encode(query), agent_, {}));
  const std::string good = encode({PduType::get, {kSysDescr}});
  std::string v3 = good;
  v3[4] = 3;
  EXPECT_FALSE(answer(v3, agent_, {}));
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(answer(good.substr(0, size), agent_, {})) << size;
  EXPECT_FALSE(answer(encode({PduType::get_bulk, {kSysDescr}, Version::v1}), agent_, {}));
}

TEST_F(Responder, survives_every_changed_byte) {
  const std::string good = encode({PduType::get_bulk, {kIfDescr, kInOctets}});
  for (std::size_t i = 0; i < good.size(); ++i)
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = good;
      changed[i] = static_cast<char>(byte);
      const auto reply = answer(changed, agent_, {});
      EXPECT_LE(reply.value_or("").size(), agent_.max_message);
    }
}

TEST_F(Responder, repeats_a_column_when_its_oids_do_not_increase) {
  agent_.behaviours.add(Behaviour::non_increasing);
  SnmpQuery query{PduType::get_bulk, {kInOctets}};
  query.max_repetitions = 3;
  EXPECT_THAT(ask(query).varbinds,
              ElementsAre("1.3.6.1.2.1.2.2.1.10.1=41:0b", "1.3.6.1.2.1.2.2.1.10.2=41:0c",
                          "1.3.6.1.2.1.2.2.1.10.1=41:0b"));
  EXPECT_THAT(ask({PduType::get_next, {row(kInOctets, 2)}}).varbinds,
              ElementsAre("1.3.6.1.2.1.2.2.1.10.1=41:0b"));
  EXPECT_THAT(ask({PduType::get_next, {kSysDescr}}).varbinds,
              ElementsAre("1.3.6.1.2.1.2.2.1.2.1=04:65746830"));
}

TEST_F(Responder, ends_even_if_v1_sees_nothing_of_a_repeated_column) {
  agent_.behaviours.add(Behaviour::non_increasing);
  EXPECT_EQ(ask({PduType::get_next, {kHcInOctets}, Version::v1}).status, 2);
}

TEST_F(Responder, invents_rows_of_an_endless_table) {
  agent_.behaviours.add(Behaviour::endless_table);
  SnmpQuery query{PduType::get_bulk, {row(kInOctets, 2)}};
  query.max_repetitions = 2;
  EXPECT_THAT(ask(query).varbinds,
              ElementsAre("1.3.6.1.2.1.2.2.1.10.3=41:0c", "1.3.6.1.2.1.2.2.1.10.4=41:0c"));
  EXPECT_THAT(ask({PduType::get_next, {row(kInOctets, 4000)}}).varbinds,
              ElementsAre("1.3.6.1.2.1.2.2.1.10.4001=41:0c"));
}

TEST_F(Responder, answers_with_another_request_id_or_half_a_reply_on_request) {
  const SnmpQuery query{PduType::get, {kSysDescr}};
  const std::size_t size = ask(query).bytes;
  agent_.behaviours.add(Behaviour::wrong_request_id);
  EXPECT_EQ(ask(query).id, 4712);
  agent_.behaviours.add(Behaviour::truncated_reply);
  EXPECT_EQ(answer(encode(query), agent_, {})->size(), size / 2);
}

}  // namespace
}  // namespace commune::simulator
