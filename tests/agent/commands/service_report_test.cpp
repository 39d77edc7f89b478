#include "agent/commands/service_report.hpp"

#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace commune {
namespace {

using namespace std::chrono_literals;
using service::Outcome;
using service::Phase;

service::Probe probe() {
  service::Probe made;
  made.id = "web";
  made.name = "Cổng xã";
  made.target = "https://a.test/";
  return made;
}

Outcome good() {
  Outcome outcome;
  outcome.phases.add(Phase::resolve, 1'500us);
  outcome.phases.add(Phase::connect, 20ms);
  outcome.http_status = 200;
  outcome.round_trip = 19ms;
  outcome.not_after = WallTime(1'800'000'000s);
  return outcome;
}

std::string page(const Outcome& outcome) {
  std::ostringstream out;
  print_service(probe(), outcome, out);
  return out.str();
}

TEST(ServiceReport, shows_the_phases_and_their_sum) {
  EXPECT_EQ(page(good()),
            "Cổng xã: https://a.test/\n"
            "in order\n"
            "  resolve     1.5 ms\n"
            "  connect    20.0 ms\n"
            "  the whole  21.5 ms\n"
            "HTTP status 200\n"
            "certificate ends on 2027-01-15 (UTC)\n");
}

TEST(ServiceReport, shows_what_failed_and_what_was_answered) {
  Outcome outcome;
  outcome.failure = service::Failure{service::Reason::answer, "the answer is \"192.0.2.7\""};
  outcome.answers = {"192.0.2.7"};
  EXPECT_EQ(page(outcome),
            "Cổng xã: https://a.test/\n"
            "failed (answer): the answer is \"192.0.2.7\"\n"
            "  the whole  0.0 ms\n"
            "answer 192.0.2.7\n");
}

TEST(ServiceReport, is_one_object_for_programs) {
  std::ostringstream out;
  print_service_json(probe(), good(), out);
  const auto json = nlohmann::json::parse(out.str());
  EXPECT_EQ(json["probe"], "web");
  EXPECT_EQ(json["ok"], true);
  EXPECT_FALSE(json.contains("failure"));
  EXPECT_DOUBLE_EQ(json["phases"]["connect"], 0.02);
  EXPECT_DOUBLE_EQ(json["duration"], 0.0215);
  EXPECT_DOUBLE_EQ(json["round_trip"], 0.019);
  EXPECT_EQ(json["http_status"], 200);
  EXPECT_DOUBLE_EQ(json["tls_not_after"], 1.8e9);
}

}  // namespace
}  // namespace commune
