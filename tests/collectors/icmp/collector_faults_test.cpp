// Replies as no honest device sends them: repeated, forged, from elsewhere, late. Real packets on
// the loopback; the kernel's own answers are switched off.
#include <new>

#include "tests/collectors/icmp/network.hpp"

namespace commune::icmp {
namespace {

using namespace std::chrono_literals;

const Address kTarget = asio::ip::make_address("127.0.0.1");
const Address kStranger = asio::ip::make_address("127.0.0.99");

class FaultyReplies : public PrivateNetwork {
 protected:
  using Answer = std::function<void(const Responder::Request&)>;

  // Pings kTarget, lets `answer` deal with each request, until the condition holds.
  bool ping_until(Milliseconds timeout, const Answer& answer,
                  const std::function<bool()>& condition) {
    responder_.emplace();
    pinger_.emplace(Options{{target("ap", "127.0.0.1", timeout)}}, sink_, loop_);
    pinger_->start();
    return run_until(loop_, [&] {
      for (const auto& request : responder_->requests())
        answer(request);
      return condition();
    });
  }

  // How many replies of the device counted, by the last word about it.
  double replies() const {
    const auto* latest = sink_.latest("ap");
    return latest ? value(*latest, "icmp.replies") : 0;
  }
  double refused(std::string_view reason) const { return sink_.own("icmp.refused", reason); }

  EventLoop loop_;
  Recorder sink_;
  std::optional<Responder> responder_;
  std::optional<IcmpCollector> pinger_;
};

TEST_F(FaultyReplies, five_copies_count_once) {
  const auto five_times = [&](const Responder::Request& request) {
    for (int copy = 0; copy < 5; ++copy)
      responder_->reply(request, kTarget);
  };
  ASSERT_TRUE(ping_until(1s, five_times, [&] { return refused("duplicate") >= 12; }));
  EXPECT_EQ(refused("duplicate"), 4 * replies());
  EXPECT_EQ(replies(), static_cast<double>(sink_.count("ap")));
  EXPECT_EQ(value(*sink_.latest("ap"), "icmp.requests"), replies());
}

TEST_F(FaultyReplies, a_wrong_nonce_is_refused_and_the_true_reply_still_counts) {
  const auto forged_first = [&](const Responder::Request& request) {
    auto forged = request;
    forged.icmp[8] ^= 1;  // The first byte of the nonce.
    responder_->reply(forged, kTarget);
    responder_->reply(request, kTarget);
  };
  ASSERT_TRUE(ping_until(1s, forged_first, [&] { return refused("forged") >= 3; }));
  EXPECT_EQ(replies(), refused("forged"));
  EXPECT_TRUE(sink_.latest("ap")->answered);
}

TEST_F(FaultyReplies, a_reply_from_another_address_is_ignored_and_counted) {
  const auto from_elsewhere = [&](const Responder::Request& request) {
    responder_->reply(request, kStranger);
  };
  ASSERT_TRUE(ping_until(200ms, from_elsewhere,
                         [&] { return sink_.count("ap") >= 2 && refused("other_address") >= 2; }));
  EXPECT_EQ(replies(), 0);
  EXPECT_EQ(sink_.latest("ap")->failure, "no reply within 200 ms");
}

TEST_F(FaultyReplies, a_sequence_that_was_never_sent_is_refused) {
  const auto invented = [&](const Responder::Request& request) {
    auto other = request;
    other.icmp[6] ^= 0x80;  // The high byte of the sequence.
    responder_->reply(other, kTarget);
  };
  ASSERT_TRUE(ping_until(200ms, invented, [&] { return refused("unknown") >= 2; }));
  EXPECT_EQ(replies(), 0);
}

TEST_F(FaultyReplies, a_late_reply_is_not_taken_for_the_answer_to_a_later_request) {
  std::vector<Responder::Request> kept;
  const auto five_requests_late = [&](const Responder::Request& request) {
    kept.push_back(request);
    if (kept.size() > 5) responder_->reply(kept[kept.size() - 6], kTarget);
  };
  ASSERT_TRUE(ping_until(200ms, five_requests_late, [&] { return refused("late") >= 3; }));
  EXPECT_EQ(replies(), 0);
  EXPECT_FALSE(sink_.latest("ap")->answered);
}

TEST_F(PrivateNetwork, pings_continue_after_a_tick_throws) {
  struct ThrowingSink final : Sink {
    void publish(DeviceReadingsPtr readings) override {
      if (++calls % 2 == 1) throw std::bad_alloc();
      kept.publish(std::move(readings));
    }
    int calls = 0;
    Recorder kept;
  } sink;
  EventLoop loop;
  IcmpCollector pinger(Options{{target("ap", "127.0.0.1")}}, sink, loop);
  pinger.start();
  EXPECT_TRUE(run_until(loop, [&] { return sink.kept.count("ap") >= 3; }));
  EXPECT_GE(sink.calls, 6);
}

TEST_F(FaultyReplies, a_device_that_loses_every_second_request_shows_half_the_replies) {
  int seen = 0;
  const auto every_second = [&](const Responder::Request& request) {
    if (++seen % 2 == 0) responder_->reply(request, kTarget);
  };
  ASSERT_TRUE(ping_until(90ms, every_second, [&] {
    const auto* latest = sink_.latest("ap");
    return latest && value(*latest, "icmp.requests") == 6 && sink_.count("ap") == 6;
  }));
  EXPECT_EQ(replies(), 3);
}

}  // namespace
}  // namespace commune::icmp
