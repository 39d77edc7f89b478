#include "core/net/host_resolver.hpp"

#include <future>
#include <map>
#include <memory>

#include <gtest/gtest.h>

namespace commune {
namespace {

using namespace std::chrono_literals;

Result<std::vector<Address>> fixed(const std::string& name) {
  if (name == "known") return std::vector{asio::ip::make_address("10.0.0.1")};
  return fail(name, "no such name");
}

// Runs the loop until all of `wanted` results are there.
template <typename Results>
void run_until(EventLoop& loop, const Results& results, std::size_t wanted) {
  auto& context = loop.context();
  context.restart();
  const auto guard = asio::make_work_guard(context);
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (results.size() < wanted && context.run_one_until(deadline) > 0) {
  }
}

TEST(HostResolver, brings_addresses_and_failures_to_the_loop) {
  EventLoop loop;
  HostResolver resolver(loop, fixed);
  std::map<std::string, Result<std::vector<Address>>> results;
  for (const char* name : {"known", "unknown"})
    resolver.resolve(name, [&, name](auto found) { results.emplace(name, std::move(found)); });
  EXPECT_TRUE(results.empty());
  run_until(loop, results, 2);
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results.at("known")->front().to_string(), "10.0.0.1");
  EXPECT_EQ(results.at("unknown").error().what, "no such name");
}

TEST(HostResolver, counts_a_look_up_that_throws_as_failed) {
  EventLoop loop;
  HostResolver resolver(
      loop, [](const std::string&) -> Result<std::vector<Address>> { throw std::bad_alloc(); });
  std::vector<Result<std::vector<Address>>> results;
  for (int i = 0; i < 10; ++i)
    resolver.resolve("name", [&](auto found) { results.push_back(std::move(found)); });
  run_until(loop, results, 10);
  ASSERT_EQ(results.size(), 10u);
  EXPECT_EQ(results.back().error().message(), "name: std::bad_alloc");
}

TEST(HostResolver, works_through_more_names_than_it_looks_up_at_once) {
  EventLoop loop;
  HostResolver resolver(loop, fixed);
  std::vector<std::string> results;
  for (int i = 0; i < 20; ++i)
    resolver.resolve("known", [&](auto found) { results.push_back(found->front().to_string()); });
  run_until(loop, results, 20);
  EXPECT_EQ(results, std::vector<std::string>(20, "10.0.0.1"));
}

TEST(HostResolver, one_dead_name_does_not_hold_up_the_others) {
  EventLoop loop;
  std::promise<void> end;
  const std::shared_future<void> ended = end.get_future().share();
  HostResolver resolver(loop, [ended](const std::string& name) {
    if (name == "dead") ended.wait();
    return fixed(name);
  });
  std::vector<std::string> results;
  for (const char* name : {"dead", "known", "known"})
    resolver.resolve(name, [&, name](const auto&) { results.emplace_back(name); });
  run_until(loop, results, 2);
  EXPECT_EQ(results, (std::vector<std::string>{"known", "known"}));
  end.set_value();
  run_until(loop, results, 3);
  EXPECT_EQ(results.size(), 3u);
}

TEST(HostResolver, goes_without_waiting_for_a_name_server_that_does_not_answer) {
  EventLoop loop;
  std::promise<void> end;
  const std::shared_future<void> ended = end.get_future().share();
  const auto thread_gone = std::make_shared<std::promise<void>>();
  bool called = false;
  {
    // The look-up's own copy of `token` is the last one: it goes when its thread has ended.
    const std::shared_ptr<void> token(nullptr, [thread_gone](void*) { thread_gone->set_value(); });
    HostResolver resolver(loop, [ended, token](const std::string& name) {
      ended.wait();
      return fixed(name);
    });
    resolver.resolve("known", [&](const auto&) { called = true; });
  }
  end.set_value();
  thread_gone->get_future().wait();
  loop.context().poll();
  EXPECT_FALSE(called);
}

TEST(LookUp, finds_the_machine_itself_and_says_why_it_finds_nothing) {
  const auto found = look_up("localhost");
  ASSERT_TRUE(found) << found.error().message();
  EXPECT_TRUE(found->front().is_loopback());
  // An empty label is refused before any server is asked.
  const auto wrong = look_up("no..name");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().where, "no..name");
  EXPECT_FALSE(wrong.error().what.empty());
}

}  // namespace
}  // namespace commune
