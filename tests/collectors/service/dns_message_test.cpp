#include "collectors/service/dns_message.hpp"

#include <initializer_list>

#include "collectors/service/dns_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::service {
namespace {

using ::testing::ElementsAre;
using Bytes = std::vector<std::uint8_t>;

/// A response to a question about "a.test", whose name begins at byte 12.
class Response {
 public:
  Response() : bytes_{0, 1, 0x84, 0, 0, 1, 0, 0, 0, 0, 0, 0} {
    append({1, 'a', 4, 't', 'e', 's', 't', 0, 0, 1, 0, 1});
  }
  Response& code(std::uint8_t code) {
    bytes_[3] = code;
    return *this;
  }
  Response& record(RecordType type, const Bytes& data) {
    ++bytes_[7];
    const auto number = static_cast<std::uint16_t>(type);
    append({0xC0, 12, static_cast<std::uint8_t>(number >> 8),
            static_cast<std::uint8_t>(number & 0xFF), 0, 1, 0, 0, 0, 60, 0,
            static_cast<std::uint8_t>(data.size())});
    bytes_.insert(bytes_.end(), data.begin(), data.end());
    return *this;
  }
  const Bytes& bytes() const { return bytes_; }

 private:
  void append(std::initializer_list<std::uint8_t> more) { bytes_.insert(bytes_.end(), more); }
  Bytes bytes_;
};

std::vector<std::string> values(RecordType type, const Bytes& data) {
  const auto answer = read_dns_answer(Response().record(type, data).bytes(), type);
  return answer ? answer->values : std::vector<std::string>{"unreadable"};
}

TEST(DnsMessage, writes_records_as_operators_do) {
  EXPECT_THAT(values(RecordType::a, {192, 0, 2, 7}), ElementsAre("192.0.2.7"));
  EXPECT_THAT(values(RecordType::aaaa, {0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7}),
              ElementsAre("2001:db8::7"));
  EXPECT_THAT(values(RecordType::cname, {3, 'w', 'w', 'w', 0xC0, 12}), ElementsAre("www.a.test"));
  EXPECT_THAT(values(RecordType::mx, {0, 10, 4, 'm', 'a', 'i', 'l', 0xC0, 12}),
              ElementsAre("10 mail.a.test"));
  EXPECT_THAT(values(RecordType::txt, {2, 'v', '=', 3, 'a', 'b', 'c'}), ElementsAre("v=abc"));
  EXPECT_THAT(values(RecordType::srv, {0, 0, 0, 5, 0x13, 0xC4, 3, 's', 'i', 'p', 0xC0, 12}),
              ElementsAre("0 5 5060 sip.a.test"));
  EXPECT_THAT(values(RecordType::soa, {2, 'n', 's', 0xC0, 12, 0xC0, 12, 0, 0, 0, 1, 0, 0, 0,
                                       2, 0,   0,   0,    3,  0,    0,  0, 4, 0, 0, 0, 5}),
              ElementsAre("ns.a.test a.test 1 2 3 4 5"));
  EXPECT_THAT(values(RecordType::caa, {0, 5, 'i', 's'}), ElementsAre("\\# 4 00056973"));
}

TEST(DnsMessage, keeps_the_records_of_the_type_asked_for) {
  const auto response = Response()
                            .record(RecordType::cname, {3, 'w', 'w', 'w', 0xC0, 12})
                            .record(RecordType::a, {192, 0, 2, 7})
                            .record(RecordType::a, {192, 0, 2, 8});
  const auto answer = read_dns_answer(response.bytes(), RecordType::a);
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->values, ElementsAre("192.0.2.7", "192.0.2.8"));
}

TEST(DnsMessage, refuses_truncated_or_inconsistent_messages) {
  const Bytes whole = Response().record(RecordType::mx, {0, 10, 0xC0, 12}).bytes();
  ASSERT_TRUE(read_dns_answer(whole, RecordType::mx));
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(read_dns_answer({whole.data(), length}, RecordType::mx)) << length;
  EXPECT_THAT(values(RecordType::a, {192, 0, 2}), ElementsAre("unreadable"));
  EXPECT_THAT(values(RecordType::mx, {0, 10, 0xC0, 12, 0}), ElementsAre("unreadable"));
  EXPECT_THAT(values(RecordType::txt, {9, 'a'}), ElementsAre("unreadable"));
  EXPECT_THAT(values(RecordType::cname, {0x80, 'a', 0}), ElementsAre("unreadable"));
}

TEST(DnsMessage, refuses_a_name_that_points_at_itself_or_forwards) {
  // The data of the record begins at byte 36.
  EXPECT_THAT(values(RecordType::cname, {0xC0, 36}), ElementsAre("unreadable"));
  EXPECT_THAT(values(RecordType::cname, {0xC0, 38, 0}), ElementsAre("unreadable"));
  EXPECT_THAT(values(RecordType::cname, {1, 'x', 0xC0, 36}), ElementsAre("unreadable"));
}

TEST(DnsMessage, does_not_read_a_question_as_an_answer) {
  Bytes question = Response().bytes();
  question[2] = 0x01;
  EXPECT_FALSE(read_dns_answer(question, RecordType::a));
}

TEST(DnsMessage, expected_values_are_found_in_any_case_and_with_a_last_dot) {
  EXPECT_TRUE(has_expected({"10 Mail.A.test"}, {"10 mail.a.test."}));
  EXPECT_FALSE(has_expected({"10 mail.a.test"}, {"mail.a.test"}));
  EXPECT_FALSE(has_expected({}, {""}));
}

TEST(DnsCheck, reports_the_unexpected_answer_shortened) {
  DnsOptions options;
  options.name = "a.test";
  options.record = RecordType::txt;
  options.expect = {"no"};
  Response response;
  for (const char c : {'a', 'b', 'c', 'd', 'e'})
    response.record(RecordType::txt, {2, static_cast<std::uint8_t>(c), 7});
  const Outcome outcome = judge_dns_answer(options, response.bytes());
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->text, R"(the answer is "a", "b", "c" and 2 more)");
  EXPECT_THAT(outcome.answers, ElementsAre("a", "b", "c", "d", "e"));
}

TEST(DnsCheck, a_server_error_is_a_wrong_answer_and_garbage_is_no_answer) {
  const DnsOptions options;
  const Outcome failing = judge_dns_answer(options, Response().code(9).bytes());
  ASSERT_TRUE(failing.failure);
  EXPECT_EQ(failing.failure->reason, Reason::answer);
  EXPECT_EQ(failing.failure->text, "the resolver answers with error 9");
  const Outcome rubbish = judge_dns_answer(options, Bytes{1, 2, 3});
  ASSERT_TRUE(rubbish.failure);
  EXPECT_EQ(rubbish.failure->reason, Reason::protocol);
}

}  // namespace
}  // namespace commune::service
