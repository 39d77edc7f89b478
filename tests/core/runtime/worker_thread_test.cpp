// What a worker's work throws ends neither the thread nor the process.
#include "core/runtime/worker_thread.hpp"

#include <atomic>
#include <future>
#include <new>
#include <stdexcept>

#include <gtest/gtest.h>

namespace commune {
namespace {

using std::chrono::milliseconds;

class WorkerThreadTest : public ::testing::Test {
 protected:
  std::shared_ptr<WorkRecord> record_ = std::make_shared<WorkRecord>();
};

TEST_F(WorkerThreadTest, begins_its_work_anew_after_each_failure_and_counts_them) {
  std::promise<void> done;
  int begun = 0;
  WorkerThread worker(milliseconds(1));
  worker.start("test", record_, [&] {
    ++begun;
    if (begun == 1) throw std::runtime_error("no descriptors");
    if (begun == 2) throw std::bad_alloc();
    done.set_value();
  });
  done.get_future().wait();
  worker.stop();
  EXPECT_EQ(begun, 3);
  EXPECT_EQ(record_->failures(), 2U);
}

TEST_F(WorkerThreadTest, is_stopped_in_the_pause_after_a_failure) {
  std::promise<void> failing;
  WorkerThread worker(std::chrono::hours(1));
  worker.start("test", record_, [&] {
    failing.set_value();
    throw std::runtime_error("no memory");
  });
  failing.get_future().wait();
  worker.stop();  // Would take an hour.
  EXPECT_EQ(record_->failures(), 1U);
  EXPECT_FALSE(worker.running());
}

TEST_F(WorkerThreadTest, runs_again_after_it_was_stopped) {
  WorkerThread worker(milliseconds(1));
  std::atomic<int> runs = 0;
  for (int i = 0; i < 2; ++i) {
    worker.start("test", record_, [&] { ++runs; });
    worker.stop();
  }
  EXPECT_EQ(runs, 2);
}

TEST_F(WorkerThreadTest, counts_the_processor_time_of_running_and_ended_threads) {
  WorkerThread worker;
  std::promise<void> worked, may_end;
  const auto end = may_end.get_future().share();
  worker.start("test", record_, [&] {
    while (record_->processor_time() < milliseconds(2)) {
    }
    worked.set_value();
    end.wait();
  });
  worked.get_future().wait();
  const auto while_running = record_->processor_time();
  EXPECT_GE(while_running, milliseconds(2));
  may_end.set_value();
  worker.stop();
  EXPECT_GE(record_->processor_time(), while_running);
}

TEST(WorkRecord, counts_sections_on_a_thread_that_others_share) {
  WorkRecord record;
  EXPECT_EQ(record.processor_time().count(), 0);
  {
    WorkRecord whole;
    const WorkRecord::Thread entered(whole);
    const WorkRecord::Section timed(record);
    while (whole.processor_time() < milliseconds(2)) {
    }
  }
  EXPECT_GT(record.processor_time(), milliseconds(0));
}

}  // namespace
}  // namespace commune
