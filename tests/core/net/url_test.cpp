#include "core/net/url.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

TEST(Url, shows_no_login) {
  EXPECT_EQ(without_login("https://a:b@c@host:1/x@y"), "https://host:1/x@y");
  EXPECT_EQ(without_login("http://host/"), "http://host/");
  EXPECT_EQ(without_login("http://host?to=a@b"), "http://host?to=a@b");
}

TEST(Url, names_its_host) {
  EXPECT_EQ(host_of("https://prometheus.example:9090/api/v1/write"), "prometheus.example:9090");
  EXPECT_EQ(host_of("http://[fd00::1]:9090/x?y#z"), "[fd00::1]:9090");
  EXPECT_EQ(host_of("https://central.example"), "central.example");
  EXPECT_EQ(host_of("https://central.example?tenant=1"), "central.example");
  EXPECT_EQ(host_of("https://me:secret@central.example/"), "central.example");
  EXPECT_EQ(host_of("file:///etc/hostname"), "");
}

}  // namespace
}  // namespace commune
