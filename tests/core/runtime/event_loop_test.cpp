#include "core/runtime/event_loop.hpp"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace commune {
namespace {

TEST(EventLoop, continues_with_the_others_when_a_task_throws) {
  EventLoop loop;
  std::vector<int> done;
  loop.post([&] { done.push_back(1); });
  loop.post([]() -> void { throw std::runtime_error("out of descriptors"); });
  loop.post([]() -> void { throw std::bad_alloc(); });
  loop.post([&] {
    done.push_back(2);
    loop.context().stop();
  });
  loop.keep_running();
  EXPECT_EQ(done, (std::vector{1, 2}));
}

}  // namespace
}  // namespace commune
