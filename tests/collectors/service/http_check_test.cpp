#include "collectors/service/http_check.hpp"

#include <gtest/gtest.h>

namespace commune::service {
namespace {

std::string text(const std::optional<Failure>& failure) {
  return failure ? std::string(to_string(failure->reason)) + ": " + failure->text : "";
}

TEST(HttpCheck, accepts_200_to_399_unless_other_codes_are_expected) {
  HttpOptions options;
  EXPECT_EQ(text(unexpected(options, {204, "", "", false})), "");
  EXPECT_EQ(text(unexpected(options, {304, "", "", false})), "");
  EXPECT_EQ(text(unexpected(options, {404, "", "", false})), "status: HTTP 404");
  options.expect_status = {{401, 401}, {500, 599}};
  EXPECT_EQ(text(unexpected(options, {401, "", "", false})), "");
  EXPECT_EQ(text(unexpected(options, {503, "", "", false})), "");
  EXPECT_EQ(text(unexpected(options, {200, "", "", false})), "status: HTTP 200");
}

TEST(HttpCheck, a_cut_body_is_a_failure_only_when_something_was_not_found_in_it) {
  HttpOptions options;
  options.max_body = 5;
  EXPECT_EQ(text(unexpected(options, {200, "", "abcde", true})), "");
  options.body_contains = "cd";
  EXPECT_EQ(text(unexpected(options, {200, "", "abcde", true})), "");
  options.body_contains = "x";
  EXPECT_EQ(text(unexpected(options, {200, "", "abcde", true})),
            "size: body is longer than 5 bytes and lacks \"x\" in them");
}

TEST(HttpCheck, never_leaves_https_for_http) {
  const HttpOptions options;
  EXPECT_EQ(text(refused_redirect(options, 0, "https://a.test/", "http://a.test/")),
            "protocol: redirected from https to http: \"http://a.test/\"");
  EXPECT_EQ(text(refused_redirect(options, 0, "http://a.test/", "https://a.test/")), "");
  EXPECT_EQ(text(refused_redirect(options, 5, "http://a.test/", "https://a.test/")),
            "protocol: more than 5 redirects");
  EXPECT_EQ(text(refused_redirect(options, 0, "http://a.test/", "ftp://a.test/")),
            "protocol: redirected to \"ftp://a.test/\"");
}

TEST(HttpCheck, quotes_are_bounded_and_printable) {
  EXPECT_EQ(in_quotes(std::string("a\n\x01z")), "\"a  z\"");
  const std::string long_text(200, 'x');
  EXPECT_EQ(in_quotes(long_text), "\"" + std::string(60, 'x') + "…\"");
  std::string letters;
  for (int i = 0; i < 60; ++i)
    letters += "ệ";
  EXPECT_EQ(in_quotes(letters), "\"" + letters + "\"");
  EXPECT_EQ(in_quotes(letters + "ệ"), "\"" + letters + "…\"");
}

}  // namespace
}  // namespace commune::service
