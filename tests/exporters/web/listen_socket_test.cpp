#include "exporters/web/listen_socket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace commune::web {
namespace {

using ::testing::HasSubstr;

std::string mistake(const std::string& listen) {
  const auto opened = open_listen_socket(listen);
  if (!opened) return opened.error().message();
  close(opened->descriptor);
  return "opened";
}

TEST(ListenSocket, picks_a_free_port_for_port_0) {
  const auto opened = open_listen_socket("127.0.0.1:0");
  ASSERT_TRUE(opened) << opened.error().message();
  EXPECT_GT(opened->port, 0);
  close(opened->descriptor);
}

TEST(ListenSocket, names_the_address_that_is_in_use) {
  const auto opened = open_listen_socket("127.0.0.1:0");
  ASSERT_TRUE(opened);
  const std::string taken = "127.0.0.1:" + std::to_string(opened->port);
  EXPECT_THAT(mistake(taken), HasSubstr(taken + ": another program listens here already"));
  close(opened->descriptor);
}

TEST(ListenSocket, explains_a_wrong_address) {
  EXPECT_THAT(mistake("10077"), HasSubstr("has no port"));
  EXPECT_THAT(mistake("127.0.0.1:x"), HasSubstr("the port must be a number"));
  EXPECT_THAT(mistake("127.0.0.1:65536"), HasSubstr("the port must be a number"));
  EXPECT_THAT(mistake("127.0.0.1:"), HasSubstr("the port must be a number"));
  EXPECT_THAT(mistake("::1:10077"), HasSubstr("in brackets"));
  EXPECT_THAT(mistake("localhost:10077"), HasSubstr("\"localhost\" is not an IP address"));
  EXPECT_THAT(mistake(":10077"), HasSubstr("write \"[::]:10077\""));
  EXPECT_THAT(mistake("192.0.2.1:10077"), HasSubstr("192.0.2.1:10077: cannot listen here"));
}

}  // namespace
}  // namespace commune::web
