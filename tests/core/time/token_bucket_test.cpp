#include "core/time/token_bucket.hpp"

#include "core/model/time.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

using namespace std::chrono_literals;

const MonoTime kStart{1h};

TEST(TokenBucket, gives_its_burst_and_then_its_rate) {
  TokenBucket bucket(20, 100);
  int spent = 0;
  for (int i = 0; i < 1000; ++i)
    spent += bucket.try_spend(kStart) ? 1 : 0;
  EXPECT_EQ(spent, 100);
  for (int i = 1; i <= 100'000; ++i)
    spent += bucket.try_spend(kStart + i * 100us) ? 1 : 0;
  EXPECT_EQ(spent, 300);
}

TEST(TokenBucket, fills_up_to_its_burst_and_no_further) {
  TokenBucket bucket(20, 100);
  bucket.spend(bucket.available(kStart));
  EXPECT_EQ(bucket.available(kStart + 24h), 100u);
}

TEST(TokenBucket, gives_nothing_when_its_clock_is_set_back_and_counts_from_there) {
  TokenBucket bucket(20, 1);
  EXPECT_TRUE(bucket.try_spend(kStart));
  EXPECT_FALSE(bucket.try_spend(kStart - 1h));
  EXPECT_TRUE(bucket.try_spend(kStart - 1h + 50ms));
}

TEST(TokenBucket, keeps_what_was_not_spent) {
  TokenBucket bucket(100, 10, 1);
  EXPECT_EQ(bucket.available(kStart), 1u);
  EXPECT_EQ(bucket.available(kStart + 50ms), 6u);
  bucket.spend(2);
  EXPECT_EQ(bucket.available(kStart + 50ms), 4u);
}

TEST(TokenBucket, gives_the_token_of_an_interval_in_spite_of_rounding) {
  const WallTime start(std::chrono::hours(500'000));
  TokenBucket bucket(1.0 / 30, 2);
  bucket.spend(bucket.available(start));
  int spent = 0;
  for (int i = 1; i <= 30; ++i)
    spent += bucket.try_spend(start + i * 30s) ? 1 : 0;
  EXPECT_EQ(spent, 30);
}

}  // namespace
}  // namespace commune
