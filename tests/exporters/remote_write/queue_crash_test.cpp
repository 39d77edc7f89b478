// Queues that survive any order of samples, deliveries, commits, stops and crashes, compared with a
// plain list of what should wait.
#include <bit>
#include <random>
#include <set>

#include "exporters/remote_write/queue.hpp"
#include "tests/exporters/remote_write/gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write::testing {
namespace {

using ::testing::IsEmpty;

constexpr int kSteps = 400;

/// Blocks of one sample each, whose value is its number.
class Life {
 public:
  explicit Life(std::uint64_t seed, bool fresh_first) : random_(seed), fresh_first_(fresh_first) {
    if (!fresh_first) return;
    gateway_.options.out_of_order_window = 24h * 365;
    gateway_.open();
  }

  void go_on() {
    switch (random_() % 16) {
      case 0:
        return crash();
      case 1:
        return stop();
      case 2:
      case 3:
        return commit();
      case 4:
      case 5:
      case 6:
      case 7:
        return deliver();
      case 8:
        return fresh_first_ ? deliver_newest() : push();
      case 9:
        for (int i = 0; i < 100; ++i)
          push();
        return;
      default:
        return push();
    }
  }

  void deliver_the_rest() {
    while (deliver_one(1'000)) {
    }
  }

  /// Compares with the list of what should wait: exact if in order, otherwise at least that.
  void check() const {
    if (fresh_first_)
      EXPECT_GE(gateway_.pending(), waiting_.size());
    else
      EXPECT_EQ(gateway_.pending(), waiting_.size());
    EXPECT_EQ(gateway_.lost(), 0U);
  }
  void check_end() const {
    EXPECT_THAT(waiting_, IsEmpty());
    EXPECT_EQ(gateway_.pending(), 0U);
    EXPECT_EQ(gateway_.lost(), 0U);
    EXPECT_EQ(gateway_.directory.files().size(), 1U);  // The position.
  }

 private:
  void push() {
    now_ += 60s;
    gateway_.push("a " + std::to_string(++number_) + "\n", at(now_));
    waiting_.insert(number_);
    unsaved_.insert(number_);
  }
  void commit() {
    gateway_.queue().settle_all();
    unsaved_.clear();
  }
  void stop() {
    commit();
    gateway_.open();
    outstanding_.reset();
  }
  void crash() {
    gateway_.open();
    outstanding_.reset();
    for (const int lost : unsaved_)
      waiting_.erase(lost);
    unsaved_.clear();
  }
  void strike_off(const Batch& batch) {
    for (const Batch::Item& item : batch.items) {
      const auto number = static_cast<int>(std::bit_cast<double>(item.value));
      // In order, each comes once, and not again after a crash.
      EXPECT_TRUE(waiting_.erase(number) == 1 || fresh_first_) << number;
      unsaved_.erase(number);
    }
    gateway_.queue().delivered(batch);
  }
  bool deliver_one(std::size_t most) {
    if (!outstanding_ || outstanding_->empty())
      outstanding_ = gateway_.queue().oldest(most, at(now_));
    const bool any = !outstanding_->empty();
    if (any && !fresh_first_) {
      EXPECT_EQ(std::bit_cast<double>(outstanding_->items.front().value), *waiting_.begin());
    }
    if (any) strike_off(*outstanding_);
    outstanding_.reset();
    return any;
  }
  // Or only begins to deliver, or stops for now.
  void deliver() {
    const std::size_t most = 1 + random_() % 200;
    if (outstanding_ && random_() % 2 == 0) {
      gateway_.queue().give_back(*outstanding_);
      outstanding_.reset();
    } else if (outstanding_ || random_() % 2 == 0) {
      deliver_one(most);
    } else {
      outstanding_ = gateway_.queue().oldest(most, at(now_));
    }
  }
  void deliver_newest() {
    const Batch newest = gateway_.queue().newest(at(now_));
    if (!newest.empty()) strike_off(newest);
  }

  std::mt19937_64 random_;
  bool fresh_first_;
  Gateway gateway_;
  Milliseconds now_{0};
  int number_ = 0;
  std::set<int> waiting_, unsaved_;
  std::optional<Batch> outstanding_;
};

TEST(QueueCrash, loses_only_samples_that_were_not_on_disk) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Life life(seed, false);
    for (int step = 0; step < kSteps && !::testing::Test::HasFailure(); ++step) {
      life.go_on();
      life.check();
    }
    life.deliver_the_rest();
    life.check_end();
    ASSERT_FALSE(::testing::Test::HasFailure()) << "seed " << seed;
  }
}

TEST(QueueCrash, loses_no_more_when_fresh_samples_go_first) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Life life(seed, true);
    for (int step = 0; step < kSteps && !::testing::Test::HasFailure(); ++step) {
      life.go_on();
      life.check();
    }
    life.deliver_the_rest();
    life.check_end();
    ASSERT_FALSE(::testing::Test::HasFailure()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace commune::remote_write::testing
