// The whole library on loopback: from the page to the receiver, over a stop and a start.
#include "exporters/remote_write/remote_write.hpp"

#include <condition_variable>
#include <mutex>

#include "exporters/remote_write/record.hpp"
#include "tests/exporters/remote_write/gateway.hpp"
#include "tests/exporters/remote_write/receiver_end.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

class RemoteWriteTest : public ::testing::Test {
 protected:
  RemoteWriteTest() {
    options_.directory = directory_.path();
    options_.instance = "ca";
    options_.commit_interval = 24h;
  }
  static std::string taken(const Request&) { return ReceiverEnd::answer("204 No Content"); }

  Receiver receiver(const std::string& url) const {
    Receiver made;
    made.id = "central";
    made.url = url;
    made.interval = 20ms;
    made.labels = {{"province", "Gia Lai"}};
    return made;
  }
  Dependencies dependencies(bool clock_known = true) {
    Dependencies made;
    made.page = [this] {
      const std::lock_guard lock(mutex_);
      ++pages_;
      page_read_.notify_all();
      return "commune_pages " + std::to_string(pages_) + "\n";
    };
    made.clock_known = [clock_known] { return clock_known; };
    made.boot_id = "boot-1";
    made.user_agent = "commune-agent/0.1.0";
    return made;
  }
  /// Pages read before the last of them are in the queue then.
  void wait_for_pages(int count) {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(page_read_.wait_for(lock, 20s, [&] { return pages_ >= count; }));
  }
  std::string queue() const { return directory_.file("remote_write/central"); }

  Directory directory_;
  Options options_;
  std::mutex mutex_;
  std::condition_variable page_read_;
  int pages_ = 0;
};

TEST_F(RemoteWriteTest, sends_the_page_with_the_labels_of_the_agent) {
  ReceiverEnd end(taken);
  RemoteWrite remote_write(dependencies());
  options_.receivers = {receiver(end.url())};
  ASSERT_TRUE(remote_write.use(options_).has_value());
  end.wait_for_request();
  const auto figures = remote_write.figures();
  ASSERT_THAT(figures, SizeIs(1));
  EXPECT_EQ(figures[0].name, "central");
  EXPECT_EQ("http://" + figures[0].host + "/api/v1/write", end.url());
  EXPECT_EQ(figures[0].quota_bytes, 256ULL << 20U);
  remote_write.stop();
  EXPECT_THAT(remote_write.figures(), IsEmpty());
  const std::string labels = "{agent=\"ca\",instance=\"ca\",job=\"commune-agent\"";
  const Lines lines = lines_in(end.requests().at(0).body);
  EXPECT_THAT(lines, Contains(StartsWith("commune_pages" + labels + ",province=\"Gia Lai\"} 1 @")));
  EXPECT_THAT(lines,
              Contains(StartsWith("up" + labels + ",province=\"Gia Lai\",pushed=\"true\"} 1 @")));
}

TEST_F(RemoteWriteTest, keeps_undelivered_samples_on_disk_and_sends_them_after_the_next_start) {
  {
    ReceiverEnd busy([](const Request&) { return ReceiverEnd::answer("503 Busy"); });
    RemoteWrite remote_write(dependencies());
    options_.receivers = {receiver(busy.url())};
    ASSERT_TRUE(remote_write.use(options_).has_value());
    wait_for_pages(3);
    remote_write.stop();
  }
  EXPECT_THAT(SegmentFiles(queue()).list(), SizeIs(1));
  ReceiverEnd end(taken);
  RemoteWrite remote_write(dependencies());
  options_.receivers = {receiver(end.url())};
  ASSERT_TRUE(remote_write.use(options_).has_value());
  end.wait_for_request();
  remote_write.stop();
  const Lines lines = lines_in(end.requests().at(0).body);
  EXPECT_THAT(lines, Contains(HasSubstr("commune_pages{")).Times(::testing::Ge(2)));
  EXPECT_THAT(lines, Contains(HasSubstr("} 1 @")));
  EXPECT_THAT(lines, Contains(HasSubstr("} 2 @")));
}

TEST_F(RemoteWriteTest, sends_nothing_while_the_clock_is_not_known) {
  ReceiverEnd end(taken);
  RemoteWrite remote_write(dependencies(false));
  options_.receivers = {receiver(end.url())};
  ASSERT_TRUE(remote_write.use(options_).has_value());
  wait_for_pages(3);
  EXPECT_GE(remote_write.figures().at(0).pending_samples, 4U);
  remote_write.stop();
  EXPECT_THAT(end.requests(), IsEmpty());
}

TEST_F(RemoteWriteTest, does_not_disturb_a_receiver_that_stays) {
  ReceiverEnd end(taken);
  RemoteWrite remote_write(dependencies());
  options_.receivers = {receiver(end.url())};
  ASSERT_TRUE(remote_write.use(options_).has_value());
  end.wait_for_request();
  Receiver other = receiver("http://127.0.0.1:9/");
  other.id = "other";
  options_.receivers.push_back(other);
  ASSERT_TRUE(remote_write.use(options_).has_value());
  EXPECT_THAT(remote_write.figures(), SizeIs(2));
  wait_for_pages(30);
  remote_write.stop();
  for (const Request& request : end.requests())
    EXPECT_EQ(request.connection, 1);
}

TEST_F(RemoteWriteTest, stops_soon_while_a_receiver_does_not_answer) {
  ReceiverEnd end([](const Request&) { return std::string(); });
  RemoteWrite remote_write(dependencies());
  options_.receivers = {receiver(end.url())};
  ASSERT_TRUE(remote_write.use(options_).has_value());
  end.wait_for_request();
  const auto begun = std::chrono::steady_clock::now();
  remote_write.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
  EXPECT_THAT(SegmentFiles(queue()).list(), SizeIs(1));
}

TEST_F(RemoteWriteTest, refuses_the_queue_of_a_newer_agent_and_uses_the_others) {
  ASSERT_TRUE(SegmentFiles(queue()).open().has_value());
  std::string head;
  append_record(RecordType::head, "\x08\x02", head);
  write_file(SegmentFiles(queue()).path(1), head);
  ReceiverEnd end(taken);
  Receiver other = receiver(end.url());
  other.id = "other";
  options_.receivers = {receiver(end.url()), other};
  RemoteWrite remote_write(dependencies());
  const auto used = remote_write.use(options_);
  ASSERT_FALSE(used.has_value());
  EXPECT_THAT(used.error().message(), HasSubstr("newer commune-agent"));
  ASSERT_THAT(remote_write.figures(), SizeIs(1));
  EXPECT_EQ(remote_write.figures()[0].name, "other");
  EXPECT_EQ(content_of(SegmentFiles(queue()).path(1)), head);
}

}  // namespace
}  // namespace commune::remote_write::testing
