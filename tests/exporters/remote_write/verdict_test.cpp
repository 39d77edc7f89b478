// What each status means for the samples.
#include "exporters/remote_write/verdict.hpp"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write {
namespace {

using namespace std::chrono_literals;
using Kind = Verdict::Kind;

Kind kind_of(int status) {
  return verdict_of(status, "", 0s).kind;
}

TEST(Verdict, follows_from_the_status) {
  const std::map<Kind, std::vector<int>> expected = {
      {Kind::taken, {200, 201, 202, 204, 299}},
      {Kind::later, {408, 429, 500, 501, 502, 503, 504, 507, 599}},
      {Kind::held,
       {100, 300, 301, 302, 303, 307, 308, 401, 402, 403, 404, 405, 407, 410, 415, 426}},
      {Kind::refused, {400, 409, 422}},
      {Kind::too_large, {413}}};
  for (const auto& [kind, statuses] : expected)
    for (const int status : statuses) {
      EXPECT_EQ(kind_of(status), kind) << status;
      EXPECT_EQ(verdict_of(status, "", 0s).status, status);
    }
}

TEST(Verdict, recognises_refusals_that_name_samples) {
  for (const std::string body :
       {"out of order sample", "Out Of Bounds", "err-mimir-sample-out-of-order (x)",
        "the sample is too old", "sample timestamp too far in the future",
        "duplicate sample for timestamp"}) {
    EXPECT_TRUE(verdict_of(400, body, 0s).names_samples) << body;
    EXPECT_TRUE(verdict_of(422, "text before " + body + " and after", 0s).names_samples) << body;
    EXPECT_EQ(verdict_of(500, body, 0s).kind, Kind::refused) << body;
    EXPECT_EQ(verdict_of(503, body, 0s).kind, Kind::later) << body;
    EXPECT_FALSE(verdict_of(401, body, 0s).names_samples) << body;
  }
  EXPECT_FALSE(verdict_of(400, "", 0s).names_samples);
  EXPECT_FALSE(verdict_of(400, "no such tenant", 0s).names_samples);
}

TEST(Verdict, gives_the_receivers_answer_in_one_line) {
  EXPECT_EQ(verdict_of(503, "", 0s).what, "answers 503");
  EXPECT_EQ(verdict_of(400, "bad\r\n\"thing\"\x1b[31m\n", 0s).what.find_first_of("\r\n\x1b"),
            std::string::npos);
  EXPECT_EQ(verdict_of(400, "Mất\n", 0s).what, "answers 400: Mất");
  EXPECT_EQ(verdict_of(400, std::string(1'000, 'x'), 0s).what,
            "answers 400: " + std::string(160, 'x'));
  EXPECT_EQ(verdict_of(302, "moved", 0s).what,
            "answers 302: moved (redirects are not followed: write the address that it names)");
  EXPECT_EQ(verdict_of(204, "fine", 0s).what, "");
}

TEST(Verdict, keeps_the_requested_wait) {
  EXPECT_EQ(verdict_of(429, "", 30s).retry_after, 30s);
  EXPECT_EQ(verdict_of(503, "", 7s).retry_after, 7s);
  EXPECT_EQ(verdict_of(503, "", 0s).retry_after, 0s);
}

}  // namespace
}  // namespace commune::remote_write
