// A day of 1000 series, one sample a minute, while the receiver is away, and how long it takes to
// deliver it then: what it costs the processor, the flash and the line.
//
//   remote_write_day DIRECTORY [URL]      without URL nothing is delivered
#include <cmath>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string>

#include "exporters/remote_write/push.hpp"
#include "exporters/remote_write/queue.hpp"
#include "exporters/remote_write/scrape.hpp"
#include "exporters/remote_write/sender.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

namespace commune::remote_write {
namespace {

constexpr int kMinutes = 24 * 60;
constexpr int kDevices = 50;

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// Twenty series for each device: eight that stay as they are, five counters of traffic, five
// buckets of round trips, two measured values.
std::string page_at(int minute) {
  std::string page;
  for (int device = 0; device < kDevices; ++device) {
    const std::string where = fmt::format("village=\"thon-{}\",site=\"nvh-{}\",device=\"ap-{}\"",
                                          device / 2, device / 2, device);
    for (int i = 0; i < 8; ++i)
      page += fmt::format("commune_interface_up{{{},interface=\"eth{}\"}} {}\n", where, i, i % 2);
    for (int i = 0; i < 5; ++i)
      page += fmt::format("commune_interface_receive_bytes_total{{{},interface=\"eth{}\"}} {}\n",
                          where, i,
                          1'000'000'000LL * (device + 1) +
                              static_cast<long long>(minute) * (40'000 * i + 1'237 * device));
    for (int i = 0; i < 5; ++i)
      page += fmt::format("commune_icmp_round_trip_seconds_bucket{{{},le=\"{}\"}} {}\n", where,
                          0.001 * (1 << i), 60 * minute - (i == 0 ? minute / 3 : 0));
    page += fmt::format("commune_wifi_noise_dbm{{{},radio=\"wlan0\"}} {}\n", where,
                        -90 - (minute * 7 + device) % 9);
    page += fmt::format("commune_icmp_round_trip_seconds_sum{{{}}} {}\n", where,
                        0.0137 * minute * (1 + 0.01 * std::sin(minute + device)));
  }
  return page;
}

MonoTime mono(int minute) {
  return MonoTime(std::chrono::hours(1) + std::chrono::minutes(minute));
}

int run(const std::string& directory, const std::string& url) {
  QueueOptions options;
  options.out_of_order_window = std::chrono::hours(48);
  auto owned = std::make_unique<SegmentFiles>(directory);
  const SegmentFiles& files = *owned;
  auto opened = Queue::open(std::move(owned), options, "boot");
  if (!opened) {
    fmt::print(stderr, "{}\n", opened.error().message());
    return 1;
  }
  Queue& queue = **opened;
  const LabelList external = {
      {"job", "commune-agent"}, {"instance", "office"}, {"agent", "office"}, {"commune", "kep"}};
  const WallTime begin = std::chrono::system_clock::now() - std::chrono::minutes(kMinutes);
  double reading = 0, keeping = 0;
  double single = 0;
  std::size_t series = 0;
  for (int minute = 0; minute < kMinutes; ++minute) {
    const std::string page = page_at(minute);
    const double before = cpu_seconds();
    const Scrape scrape = read_page(page, external);
    const double read = cpu_seconds();
    series = scrape.samples.size();
    queue.push(scrape, {{begin + std::chrono::minutes(minute), mono(minute)}, true});
    queue.settle(mono(minute) + std::chrono::seconds(6));
    if (minute == 0) {
      const Batch first = queue.oldest(100'000, {{begin, mono(0)}, true});
      single = static_cast<double>(write_request(first, {0, first.items.size()}).size());
      queue.give_back(first);
    }
    reading += read - before;
    keeping += cpu_seconds() - read;
  }
  RemoteWriteFigures figures;
  queue.add_figures(figures);
  fmt::print("a day of {} series: {:.2f} MB on disk, {:.2f} MB written to flash\n", series,
             static_cast<double>(figures.pending_bytes) / 1e6,
             static_cast<double>(files.written_bytes()) / 1e6);
  fmt::print("of each minute: {:.2f} ms to read the page, {:.2f} ms to keep it (processor)\n",
             1e3 * reading / kMinutes, 1e3 * keeping / kMinutes);
  fmt::print("a request of one moment: {:.1f} bytes a sample\n",
             single / static_cast<double>(series));
  fmt::print("peak memory {:.1f} MiB\n", static_cast<double>(peak_kib()) / 1024);
  if (url.empty()) return 0;

  Receiver receiver;
  receiver.url = url;
  Push push(receiver, "commune-bench");
  Sender sender({"bench"});
  const Moment started = now();
  const double cpu = cpu_seconds();
  int requests = 0;
  const auto clock = [] {
    const Moment moment = now();
    return Clock{{moment.wall, mono(kMinutes) + (moment.mono - MonoTime{})}, true};
  };
  for (;;) {
    const auto errand = sender.next(queue, clock());
    if (!errand && !sender.not_before()) break;
    if (!errand) {
      fmt::print(stderr, "the receiver does not take it\n");
      return 1;
    }
    const std::string body = write_request(*errand->batch, errand->stretch);
    sender.judge(push.send(body), body.size(), queue, clock());
    ++requests;
  }
  sender.add_figures(figures);
  const double took = seconds(now().mono - started.mono);
  fmt::print("delivered: {} samples, {} requests, {:.2f} MB ({:.1f} bytes a sample) in {:.1f} s\n",
             figures.sent_samples, requests, static_cast<double>(figures.sent_bytes) / 1e6,
             static_cast<double>(figures.sent_bytes) / static_cast<double>(figures.sent_samples),
             took);
  fmt::print("processor {:.2f} s, peak memory {:.1f} MiB\n", cpu_seconds() - cpu,
             static_cast<double>(peak_kib()) / 1024);
  return 0;
}

}  // namespace
}  // namespace commune::remote_write

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: remote_write_day DIRECTORY [URL]\n", stderr);
    return 2;
  }
  return commune::remote_write::run(argv[1], argc > 2 ? argv[2] : "");
}
