// SNMPv3 engines that are silent or flood: the loop never stalls, the memory does not grow.
#include <array>
#include <fstream>
#include <random>

#include "tests/collectors/snmp/session/session_peer.hpp"

#include <malloc.h>
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
// GCC's sanitizers have it, though not the header that declares it.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace commune::snmp {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// How long this thread was ready to run and had no processor: no fault of the code under test.
std::chrono::nanoseconds waited_for_processor() {
  std::ifstream file("/proc/thread-self/schedstat");
  long long ran = 0, waited = 0;
  return std::chrono::nanoseconds(file >> ran >> waited ? waited : 0);
}

// Runs every 5 ms on a loop, and notes by how much it came late at most.
class Lateness {
 public:
  explicit Lateness(EventLoop& loop) : timer_(loop.context()) { wait(); }
  std::chrono::nanoseconds largest() const { return largest_; }

 private:
  void wait() {
    timer_.expires_after(5ms);
    const auto waited = waited_for_processor();
    timer_.async_wait([this, waited](std::error_code error) {
      if (error) return;
      const auto late = Clock::now() - timer_.expiry() - (waited_for_processor() - waited);
      largest_ = std::max<std::chrono::nanoseconds>(largest_, late);
      wait();
    });
  }

  asio::steady_timer timer_;
  std::chrono::nanoseconds largest_{0};
};

void answer_v3(Peer& peer, const Octets& request) {
  const auto head = read_head(request);
  MessageV3 answer{.message_id = head->message_id, .request_id = request_id_v3(request)};
  const bool discovery = head->engine_id.empty();
  answer.pdu = discovery ? PduTag::report : PduTag::response;
  answer.user = discovery ? "" : "reader";
  answer.value = 42;
  peer.reply(encode(answer));
}

// 04 00 A7 .. is the part of a scoped PDU from an empty context name on.
TEST(SessionPeer, reads_a_request_id_that_looks_like_the_start_of_a_pdu) {
  EXPECT_EQ(request_id_v3(encode(MessageV3{.message_id = 1, .request_id = 0x0400A757})),
            0x0400A757);
}

TEST_F(Sessions, with_dead_snmpv3_devices_never_stall_the_loop_for_50_ms) {
  Peer dead(loop_);
  peer_.on_request([&](const Octets& request) { answer_v3(peer_, request); });
  const auto alive = open(Version::v3, peer_.address());
  Request request;
  request.oids = {Oid{1, 3, 6, 1, 2, 1, 1, 3, 0}};
  const Lateness lateness(loop_);
  std::vector<std::unique_ptr<Session>> sessions;
  std::size_t timeouts = 0;
  for (int i = 0; i < 50; ++i) {
    sessions.push_back(open(Version::v3, dead.address()));
    sessions.back()->send(request, 500ms, [&](const Reply& reply) {
      timeouts += reply.outcome == Outcome::timeout ? 1 : 0;
    });
  }
  // Meanwhile the living one is asked again and again.
  int answers = 0;
  while (timeouts < sessions.size()) {
    ASSERT_EQ(value_in(ask(*alive, 400ms)), 42);
    ++answers;
  }
  EXPECT_EQ(dead.requests(), 50);
  EXPECT_GT(answers, 20);
  EXPECT_LT(lateness.largest(), 50ms);
}

std::size_t bytes_in_use() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return __sanitizer_get_current_allocated_bytes();
#else
  return mallinfo2().uordblks;
#endif
}

TEST_F(Sessions, keep_their_memory_under_a_hundred_thousand_reports_with_random_engine_ids) {
  constexpr std::size_t kReports = 100'000, kAtOnce = 50;
  peer_.on_request([&](const Octets& request) { answer_v3(peer_, request); });
  const auto session = open(Version::v3, peer_.address());
  ASSERT_EQ(value_in(ask(*session)), 42);
  std::mt19937 random(12);
  MessageV3 report{.message_id = 1, .request_id = 1, .pdu = PduTag::report};
  const auto flood = [&](std::size_t count) {
    for (std::size_t sent = 0; sent < count; sent += kAtOnce) {
      for (std::size_t i = 0; i < kAtOnce; ++i) {
        for (std::size_t octet = 1; octet < report.engine_id.size(); ++octet)
          report.engine_id[octet] = static_cast<char>(random());
        report.context_engine_id = report.engine_id;
        report.message_id = static_cast<std::int32_t>(random() >> 1);
        peer_.reply(encode(report));
      }
      ASSERT_TRUE(run_until(
          [&, until = refused_["engine_id"] + kAtOnce] { return refused_["engine_id"] >= until; }));
    }
  };
  flood(1'000);
  const auto before = bytes_in_use();
  flood(kReports);
  EXPECT_LT(bytes_in_use(), before + (1 << 20));
  EXPECT_EQ(refused_["engine_id"], kReports + 1'000);
  EXPECT_EQ(value_in(ask(*session)), 42);
}

TEST_F(Sessions, keep_their_memory_when_the_reports_bear_the_right_engine_id) {
  peer_.on_request([&](const Octets& request) { answer_v3(peer_, request); });
  const auto session = open(Version::v3, peer_.address());
  ASSERT_EQ(value_in(ask(*session)), 42);
  std::mt19937 random(12);
  MessageV3 report{.request_id = 1, .pdu = PduTag::report};
  const auto flood = [&](int rounds) {
    for (int round = 0; round < rounds; ++round) {
      for (int i = 0; i < 50; ++i) {
        for (std::size_t octet = 1; octet < report.context_engine_id.size(); ++octet)
          report.context_engine_id[octet] = static_cast<char>(random());
        report.message_id = static_cast<std::int32_t>(random() >> 1);
        report.user = "user" + std::to_string(random());
        peer_.reply(encode(report));
      }
      // Behind them in the same socket: once it is refused, all of them were read.
      peer_.reply(encode(Message{.request_id = 1}));
      ASSERT_TRUE(
          run_until([&, until = refused_["version"] + 1] { return refused_["version"] >= until; }));
    }
  };
  flood(20);
  const auto before = bytes_in_use();
  flood(400);
  EXPECT_LT(bytes_in_use(), before + (1 << 20));
  EXPECT_EQ(value_in(ask(*session)), 42);
}

}  // namespace
}  // namespace commune::snmp
