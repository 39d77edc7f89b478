// What a ping costs: many loopback addresses asked once a second by the collector, and beside it
// the bare socket without ledger, histogram and readings. Needs root or leave to ping.
//
//   icmp_loopback [targets] [seconds]      default: 1000 20
#include <string>
#include <vector>

#include "collectors/icmp/icmp_collector.hpp"
#include "core/runtime/latest_readings.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

namespace commune::icmp {
namespace {

constexpr int kBarePings = 20'000;
constexpr std::size_t kBareBatch = 20;

std::chrono::microseconds cpu_now() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return std::chrono::seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         std::chrono::microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

double microseconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double, std::micro>(duration).count();
}

Address loopback(int number) {
  return asio::ip::address_v4((127u << 24) + 0x10000u + static_cast<unsigned>(number));
}

struct Total {
  double requests = 0, replies = 0, seconds = 0;
};

Total total(const Snapshot& picture) {
  Total sum;
  for (const auto& device : picture.devices) {
    const DeviceReadings* readings = device.of(Source::icmp);
    if (!readings) continue;
    sum.requests += readings->readings[0].value;
    sum.replies += readings->readings[1].value;
    sum.seconds += readings->histograms[0].sum;
  }
  return sum;
}

void collector(int targets, std::chrono::seconds duration) {
  auto inventory = std::make_shared<Inventory>();
  Options options;
  for (int i = 0; i < targets; ++i) {
    Target target;
    target.device = DeviceId{fmt::format("target-{}", i)};
    target.address = loopback(i).to_string();
    Device device;
    device.id = target.device;
    inventory->devices.push_back(device);
    options.targets.push_back(target);
  }
  LatestReadings latest(inventory);
  EventLoop loop;
  IcmpCollector pinger(options, latest, loop);
  const auto before = cpu_now();
  pinger.start();
  loop.context().run_for(duration);
  const auto used = cpu_now() - before;
  pinger.stop();
  const Total sum = total(latest.snapshot(now()));
  fmt::print(
      "collector: {} targets, {} s: {:.0f} requests, {:.0f} replies, {:.2f} us CPU a ping, "
      "mean round trip {:.1f} us\n",
      targets, duration.count(), sum.requests, sum.replies, microseconds(used) / sum.requests,
      sum.seconds / sum.replies * 1e6);
}

// One batch after the other; with a batch of one this is the kernel's own round trip.
void bare(std::size_t batch) {
  auto socket = EchoSocket::open(Family::v4, 4711);
  if (!socket) {
    fmt::print("bare: no socket allowed\n");
    return;
  }
  std::vector<Outgoing> requests(batch);
  std::vector<Incoming> received;
  std::chrono::nanoseconds round_trips{0};
  int replies = 0;
  const auto before = cpu_now();
  for (int sent = 0; sent < kBarePings; sent += static_cast<int>(batch)) {
    for (std::size_t i = 0; i < batch; ++i)
      requests[i] = {loopback(static_cast<int>(i)), static_cast<std::uint16_t>(i), {}, 56, {}, 0};
    (*socket)->send(requests);
    received.clear();
    (*socket)->receive(received);
    for (const Incoming& packet : received) {
      const auto* reply = std::get_if<EchoReply>(&packet.message);
      if (!reply || !packet.kernel) continue;
      round_trips += *packet.kernel - requests[reply->echo.sequence].sent.wall;
      ++replies;
    }
  }
  const auto used = cpu_now() - before;
  fmt::print(
      "bare {} socket, batches of {}: {} requests, {} replies, {:.2f} us CPU a ping, mean "
      "round trip {:.1f} us\n",
      to_string((*socket)->method()), batch, kBarePings, replies, microseconds(used) / kBarePings,
      microseconds(round_trips) / replies);
}

}  // namespace
}  // namespace commune::icmp

int main(int argc, char** argv) {
  const int targets = argc > 1 ? std::stoi(argv[1]) : 1000;
  const int duration = argc > 2 ? std::stoi(argv[2]) : 20;
  commune::icmp::bare(1);
  commune::icmp::bare(commune::icmp::kBareBatch);
  commune::icmp::collector(targets, std::chrono::seconds(duration));
  return 0;
}
