// Rounds by DNS against a real server on loopback.
#include "tests/collectors/service/asked.hpp"
#include "tests/collectors/service/local_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::service {
namespace {

using namespace testing;
using ::testing::ElementsAre;

class Question : public ::testing::Test {
 protected:
  EventLoop loop;
  LocalNameServer names{loop};
};

TEST_F(Question, succeeds_with_any_record_and_reports_it) {
  names.addresses = {{"one.test", "192.0.2.7"}};
  const Outcome outcome = ask(loop, dns_probe("one.test", names.port()));
  EXPECT_EQ(text_of(outcome), "");
  EXPECT_THAT(outcome.answers, ElementsAre("192.0.2.7"));
  ASSERT_TRUE(outcome.round_trip);
  EXPECT_EQ(*outcome.round_trip, outcome.phases.sum());
}

TEST_F(Question, fails_when_the_answer_is_not_the_expected_one) {
  names.addresses = {{"one.test", "192.0.2.7"}};
  Probe probe = dns_probe("one.test", names.port());
  probe.dns.expect = {"192.0.2.8", "192.0.2.7"};
  EXPECT_TRUE(ask(loop, probe).ok());
  probe.dns.expect = {"192.0.2.8"};
  const Outcome outcome = ask(loop, probe);
  EXPECT_EQ(reason_of(outcome), "answer");
  EXPECT_EQ(text_of(outcome), "the answer is \"192.0.2.7\"");
}

TEST_F(Question, distinguishes_no_such_name_no_such_record_and_a_failing_server) {
  names.addresses = {{"one.test", "192.0.2.7"}};
  EXPECT_EQ(text_of(ask(loop, dns_probe("two.test", names.port()))), "no such name");
  Probe probe = dns_probe("one.test", names.port());
  probe.dns.record = RecordType::mx;
  probe.dns.record_name = "MX";
  EXPECT_EQ(text_of(ask(loop, probe)), "there is no MX record of one.test");
  names.code = 2;
  const Outcome failing = ask(loop, dns_probe("one.test", names.port()));
  EXPECT_EQ(reason_of(failing), "answer");
  EXPECT_EQ(text_of(failing), "the resolver says: server failure");
  names.code = 5;
  EXPECT_EQ(text_of(ask(loop, dns_probe("one.test", names.port()))),
            "the resolver refuses to answer");
}

TEST_F(Question, to_a_dead_server_ends_at_its_deadline) {
  names.silent = true;
  Probe probe = dns_probe("one.test", names.port());
  probe.timeout = Milliseconds(200);
  const Outcome outcome = ask(loop, probe);
  EXPECT_EQ(reason_of(outcome), "timeout");
  EXPECT_EQ(text_of(outcome), "no answer from resolver 127.0.0.1:" + std::to_string(names.port()));
  EXPECT_FALSE(outcome.round_trip);
}

}  // namespace
}  // namespace commune::service
