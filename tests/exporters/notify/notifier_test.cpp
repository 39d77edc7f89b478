// The threads: what is posted is delivered, what is under way at the end may end or is sent again.
#include "exporters/notify/notifier.hpp"

#include "tests/exporters/notify/desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::notify::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Keeps the letters that it gets; if `hangs` is set, it waits until it is aborted.
class Mailbox : public Transport {
 public:
  Outcome send(const Channel& /*channel*/, const Letter& letter) override {
    std::unique_lock lock(mutex_);
    letters_.push_back(letter);
    changed_.notify_all();
    if (!hangs) return Outcome::of(Outcome::Kind::delivered);
    changed_.wait(lock, [this] { return aborted_; });
    return Outcome::of(Outcome::Kind::aborted);
  }
  void abort() {
    const std::lock_guard lock(mutex_);
    aborted_ = true;
    changed_.notify_all();
  }
  std::vector<Letter> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 20s, [&] { return letters_.size() >= count; });
    return letters_;
  }

  bool hangs = false;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Letter> letters_;
  bool aborted_ = false;
};

class NotifierTest : public ::testing::Test {
 protected:
  NotifierTest() {
    desk_.dispatcher.reset();
    desk_.book.reset();
    desk_.store.reset();
    desk_.options.prometheus = "http://prometheus.example";
  }

  std::unique_ptr<Notifier> notifier(Mailbox& mailbox) {
    auto opened = Notifier::open(
        desk_.options, {mailbox, [this](const std::string&) -> Result<bool> { return holds_; },
                        [] { return kBegun + 1min; }, [&mailbox] { mailbox.abort(); }});
    EXPECT_TRUE(opened) << opened.error().message();
    return std::move(*opened);
  }

  Desk desk_;  ///< For its options and its directory.
  std::atomic<bool> holds_ = true;
};

TEST_F(NotifierTest, delivers_what_is_posted_and_the_end_that_prometheus_confirms) {
  Mailbox mailbox;
  const auto running = notifier(mailbox);
  running->start();
  ASSERT_TRUE(running->receive_alerts({with(firing(), "restored_when", "up")}, "nam"));
  EXPECT_THAT(mailbox.wait_for(1), SizeIs(1));
  ASSERT_TRUE(running->receive_alerts({with(resolved(kBegun + 1s), "restored_when", "up")}, "nam"));
  EXPECT_THAT(mailbox.wait_for(2), SizeIs(2));
  running->stop();
  const auto last = running->last_messages(5);
  ASSERT_EQ(last.size(), 2U);
  EXPECT_EQ(last[0].recipient, "Trần Văn Nam");
  EXPECT_EQ(last[0].channel, "zalo");
  const auto figures = running->figures();
  EXPECT_EQ(figures.alerts, 2U);
  EXPECT_EQ(figures.pending, 0U);
  EXPECT_EQ(figures.open_faults, 0U);
  EXPECT_EQ(figures.channels.at(0).delivered, 2U);
}

TEST_F(NotifierTest, breaks_off_what_hangs_and_sends_it_again_after_the_next_start) {
  Mailbox hanging;
  hanging.hangs = true;
  {
    const auto running = notifier(hanging);
    running->start();
    ASSERT_TRUE(running->receive_alerts({firing()}, "nam"));
    hanging.wait_for(1);
    running->stop();
    EXPECT_EQ(running->figures().pending, 1U);
  }
  Mailbox mailbox;
  const auto running = notifier(mailbox);
  running->start();
  const auto letters = mailbox.wait_for(1);
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(letters[0].id, hanging.wait_for(1)[0].id);
}

TEST_F(NotifierTest, says_which_directory_it_cannot_use) {
  Mailbox mailbox;
  desk_.options.state_dir = "/proc/notify";
  const auto opened = Notifier::open(desk_.options, {mailbox, {}, [] { return kBegun; }, {}});
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message(), ::testing::HasSubstr("/proc/notify"));
  EXPECT_THAT(mailbox.wait_for(0), IsEmpty());
}

}  // namespace
}  // namespace commune::notify::testing
