#include "collectors/capture/capture_worker.hpp"

#include <exception>
#include <system_error>
#include <utility>

#include "collectors/capture/interface_state.hpp"
#include "core/runtime/log.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace commune::capture {
namespace {

// Between two looks at the interface, and two handings over of what was counted.
constexpr std::chrono::milliseconds kLook{500};

std::vector<TrafficClass> classes_named(const std::vector<std::string>& names) {
  std::vector<TrafficClass> classes;
  classes.reserve(names.size());
  for (const std::string& name : names)
    classes.push_back({name, {}, {}, {}});
  return classes;
}

PacketTime wall_time() {
  return std::chrono::floor<std::chrono::microseconds>(now().wall);
}

}  // namespace

CaptureWorker::CaptureWorker(Interface interface, HashKey key, const InterfaceStatus* before,
                             std::shared_ptr<WorkRecord> record)
    : interface_(std::move(interface)),
      counts_(interface_, key),
      stop_descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      record_(std::move(record)) {
  if (stop_descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  if (before != nullptr) {
    counts_.carry_over(before->totals, classes_named(before->classes));
    drops_before_ = {before->totals.kernel_drops, before->totals.interface_drops};
  }
  hand_over();
  thread_.start("capture", record_, [this] { run(); });
}

CaptureWorker::~CaptureWorker() {
  stop();
  ::close(stop_descriptor_);
}

InterfaceStatus CaptureWorker::stop_and_report(std::unique_ptr<CaptureWorker> worker) {
  worker->stop();
  return worker->status();
}

void CaptureWorker::stop() {
  stopping_ = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(stop_descriptor_, &one, sizeof(one));
  thread_.stop();
}

InterfaceStatus CaptureWorker::status() const {
  return status_.with([](const InterfaceStatus& status) { return status; });
}

// Whatever goes wrong, the thread lives and tries again.
void CaptureWorker::run() {
  while (!stopping_) {
    try {
      work();
    } catch (const std::exception& error) {
      record_->count_failure();
      if (live_) let_go(error.what());
      fail_with(error.what());
      pollfd stop{stop_descriptor_, POLLIN, 0};
      poll(&stop, 1, static_cast<int>(kLook.count()));
    }
  }
  if (live_) let_go("stopped");
  hand_over();
}

void CaptureWorker::work() {
  if (const MonoTime time = now().mono; time >= look_due_) {
    look_due_ = time + kLook;
    look_after_interface();
    hand_over();
  }
  wait_for_packets();
}

// We wait ourselves and never within libpcap, which would poll each millisecond while the
// interface is down.
void CaptureWorker::wait_for_packets() {
  pollfd wanted[] = {{stop_descriptor_, POLLIN, 0}, {live_ ? live_->descriptor() : -1, POLLIN, 0}};
  const int ready = poll(wanted, 2, static_cast<int>(kLook.count()));
  if (ready <= 0 || !live_ || stopping_) return;
  const short events = wanted[1].revents;
  // Gone or down: the next look says which, and opens it again where it was but a moment.
  if ((events & POLLIN) == 0 && events != 0) return let_go("the interface went away");
  if (auto read = live_->read(counts_); !read) let_go(read.error().what);
}

void CaptureWorker::look_after_interface() {
  const InterfaceState state = interface_state(interface_.id);
  if (live_ && state.up && state.index == opened_index_) return;
  if (live_) let_go("the interface went away");
  if (state.index == 0)
    fail_with("there is no such interface; waiting for it");
  else if (!state.up)
    fail_with("the interface is down; waiting for it");
  else
    try_to_open(state.index);
}

void CaptureWorker::try_to_open(unsigned index) {
  auto opened = LiveCapture::open(interface_);
  if (!opened) return fail_with(opened.error().what);
  live_ = std::move(*opened);
  // As seen before: where it changed meanwhile, the next look finds another one.
  opened_index_ = index;
  failure_.clear();
  said_.clear();
  spdlog::info("capture {}: counting packets", interface_.id);
}

void CaptureWorker::let_go(const std::string& failure) {
  const Drops drops = live_->drops();
  drops_before_.kernel += drops.kernel;
  drops_before_.interface += drops.interface;
  live_.reset();
  failure_ = failure;
}

/// Says once what keeps it closed, and again when it is something else.
void CaptureWorker::fail_with(const std::string& failure) {
  failure_ = failure;
  if (std::exchange(said_, failure) != failure)
    spdlog::warn("capture {}: {}", interface_.id, failure);
}

void CaptureWorker::hand_over() {
  InterfaceStatus status{interface_.id, live_ != nullptr, failure_, {}, {}};
  for (const TrafficClass& each : counts_.classes())
    status.classes.push_back(each.name);
  status.totals = counts_.totals(wall_time());
  const Drops drops = live_ ? live_->drops() : Drops{};
  status.totals.kernel_drops = drops_before_.kernel + drops.kernel;
  status.totals.interface_drops = drops_before_.interface + drops.interface;
  status_.with([&](InterfaceStatus& held) { std::swap(held, status); });
}

}  // namespace commune::capture
