// Who may post alerts to `notify`.
#include "agent/commands/notify_pages.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

TEST(NotifyPages, accept_only_requests_with_the_secret) {
  EXPECT_TRUE(shows_secret("Bearer s3cret", "s3cret"));
  EXPECT_TRUE(shows_secret("bearer s3cret", "s3cret"));
  for (const char* wrong : {"", "Bearer", "Bearer ", "Bearer s3cre", "Bearer s3crets", "s3cret",
                            "Basic s3cret", "Bearer s3creT", "Bearer  s3cret"})
    EXPECT_FALSE(shows_secret(wrong, "s3cret")) << wrong;
  EXPECT_FALSE(shows_secret("Bearer ", "")) << "no secret is no way in";
}

}  // namespace
}  // namespace commune
