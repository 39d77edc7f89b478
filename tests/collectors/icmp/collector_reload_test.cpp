#include "tests/collectors/icmp/network.hpp"

namespace commune::icmp {
namespace {

using namespace std::chrono_literals;

class Reloading : public PrivateNetwork {
 protected:
  void SetUp() override {
    PrivateNetwork::SetUp();
    if (IsSkipped()) return;
    pinger_.emplace(Options{{target("stays", "127.0.0.1"), target("goes", "127.0.0.2")}}, sink_,
                    loop_);
    pinger_->start();
    ASSERT_TRUE(
        run_until(loop_, [&] { return sink_.count("stays") >= 3 && sink_.count("goes") >= 3; }));
  }

  EventLoop loop_;
  Recorder sink_;
  std::optional<IcmpCollector> pinger_;
};

TEST_F(Reloading, keeps_the_figures_of_a_target_that_stays) {
  pinger_->replace({{target("stays", "127.0.0.1"), target("comes", "127.0.0.3")}});
  const auto before = sink_.count("stays");
  ASSERT_TRUE(run_until(
      loop_, [&] { return sink_.count("stays") >= before + 2 && sink_.count("comes") >= 2; }));
  EXPECT_EQ(value(*sink_.latest("stays"), "icmp.replies"),
            static_cast<double>(sink_.count("stays")));
  EXPECT_EQ(value(*sink_.latest("comes"), "icmp.replies"),
            static_cast<double>(sink_.count("comes")));
}

TEST_F(Reloading, publishes_nothing_for_a_removed_target_even_if_its_reply_is_on_the_way) {
  const auto before = sink_.count("goes");
  pinger_->replace({{target("stays", "127.0.0.1")}});
  const auto stayed = sink_.count("stays");
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("stays") >= stayed + 3; }));
  EXPECT_EQ(sink_.count("goes"), before);
}

TEST_F(Reloading, applies_a_new_interval_and_keeps_the_figures) {
  auto slower = target("stays", "127.0.0.1");
  slower.interval = 200ms;
  const auto before = sink_.count("stays");
  pinger_->replace({{slower}});
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("stays") >= before + 2; }));
  EXPECT_EQ(sink_.latest("stays")->interval, 200ms);
  EXPECT_EQ(value(*sink_.latest("stays"), "icmp.replies"),
            static_cast<double>(sink_.count("stays")));
}

TEST_F(Reloading, resets_the_figures_when_the_address_changes) {
  pinger_->replace({{target("stays", "127.0.0.9")}});
  const auto before = sink_.count("stays");
  ASSERT_TRUE(run_until(loop_, [&] { return sink_.count("stays") >= before + 1; }));
  EXPECT_EQ(value(*sink_.latest("stays"), "icmp.replies"), 1);
}

}  // namespace
}  // namespace commune::icmp
