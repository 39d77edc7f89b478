#include "collectors/service/url_parts.hpp"

#include <gtest/gtest.h>

namespace commune::service {
namespace {

std::string parts_of(const std::string& url) {
  const auto parts = split_url(url);
  return parts ? parts->scheme + " " + parts->host + " " + std::to_string(parts->port) : "none";
}

TEST(Url, is_taken_apart_with_the_usual_ports) {
  EXPECT_EQ(parts_of("http://a.test"), "http a.test 80");
  EXPECT_EQ(parts_of("https://a.test/x?y#z"), "https a.test 443");
  EXPECT_EQ(parts_of("HTTPS://a.test:8443/"), "https a.test 8443");
  EXPECT_EQ(parts_of("http://[2001:db8::1]:81/"), "http 2001:db8::1 81");
}

TEST(Url, of_another_scheme_or_without_a_host_is_refused) {
  EXPECT_EQ(parts_of("ftp://a.test/"), "none");
  EXPECT_EQ(parts_of("file:///etc/passwd"), "none");
  EXPECT_EQ(parts_of("http://"), "none");
  EXPECT_EQ(parts_of("http://a.test:0/"), "none");
  EXPECT_EQ(parts_of(""), "none");
}

// libcurl leaks such a host; AddressSanitizer saw it in what a redirect pointed to.
TEST(Url, with_bad_characters_in_the_host_is_refused_and_leaks_nothing) {
  EXPECT_EQ(parts_of("https://u\xE0"), "none");
}

}  // namespace
}  // namespace commune::service
