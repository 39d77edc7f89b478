// commune-wire: a line with delay, jitter, loss and a rate between two network namespaces, for the
// demo and the tests. Refuses the namespace of the machine itself.
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>

#include "tests/simulator/net/tun.hpp"
#include "tests/simulator/net/wire.hpp"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <unistd.h>

namespace commune::simulator {
namespace {

constexpr int kBatch = 64;
constexpr std::size_t kLargestPacket = 65536;

/// "NAMESPACE:DEVICE", a namespace of `ip netns`.
Result<Tun> open_end(const std::string& end) {
  const auto colon = end.find(':');
  if (colon == 0 || colon == std::string::npos || end.find('/') < colon)
    return fail(end, "must be NAMESPACE:DEVICE, such as demo:wan");
  const std::string path = "/run/netns/" + end.substr(0, colon);
  const int space = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (space < 0) return fail(path, "cannot be opened: {}", std::strerror(errno));
  const bool entered = setns(space, CLONE_NEWNET) == 0;
  const int error = errno;
  close(space);
  if (!entered) return fail(path, "cannot be entered: {}", std::strerror(error));
  return Tun::open(end.substr(colon + 1));
}

struct Direction {
  const Tun& from;
  const Tun& to;
  Wire wire;

  void work(std::string& buffer, Wire::Time now) {
    for (int i = 0; i < kBatch; ++i) {
      const auto packet = from.read(buffer);
      if (packet.empty()) break;
      wire.send(std::string(packet), now);
    }
    while (const auto packet = wire.receive(now))
      to.write(*packet);
  }
};

timespec wait_time(const std::array<Direction, 2>& directions, Wire::Time now) {
  std::chrono::nanoseconds wait = std::chrono::seconds(1);
  for (const Direction& direction : directions)
    if (const auto next = direction.wire.next())
      wait = std::clamp<std::chrono::nanoseconds>(*next - now, std::chrono::nanoseconds(0), wait);
  return {wait.count() / 1'000'000'000, wait.count() % 1'000'000'000};
}

// Until a signal ends the process.
[[noreturn]] void carry(const Tun& a, const Tun& b, const WireOptions& options) {
  std::array<Direction, 2> directions = {Direction{a, b, Wire(options, 1)},
                                         Direction{b, a, Wire(options, 2)}};
  std::string buffer(kLargestPacket, '\0');
  while (true) {
    std::array<pollfd, 2> ends = {pollfd{a.descriptor(), POLLIN, 0},
                                  pollfd{b.descriptor(), POLLIN, 0}};
    const timespec wait = wait_time(directions, std::chrono::steady_clock::now());
    ppoll(ends.data(), ends.size(), &wait, nullptr);
    for (Direction& direction : directions)
      direction.work(buffer, std::chrono::steady_clock::now());
  }
}

int complain(const Error& error) {
  fmt::print(stderr, "commune-wire: {}\n", error.message());
  return 2;
}

int run(const std::string& one, const std::string& other, const WireOptions& options) {
  const auto a = open_end(one);
  if (!a) return complain(a.error());
  const auto b = open_end(other);
  if (!b) return complain(b.error());
  fmt::print("ready: {} - {}\n", one, other);
  std::fflush(stdout);
  carry(*a, *b, options);
}

}  // namespace
}  // namespace commune::simulator

int main(int argc, char** argv) try {
  using commune::simulator::Delay;
  CLI::App app{"Carries packets between two network namespaces like a line.", "commune-wire"};
  std::string one, other;
  double delay_ms = 0, jitter_ms = 0, megabits = 0;
  commune::simulator::WireOptions options;
  app.add_option("one", one, "NAMESPACE:DEVICE, a TUN device to create there")->required();
  app.add_option("other", other, "NAMESPACE:DEVICE")->required();
  app.add_option("--delay", delay_ms, "One way, in milliseconds");
  app.add_option("--jitter", jitter_ms, "Either way, in milliseconds");
  app.add_option("--loss", options.loss, "0 to 1")->check(CLI::Range(0.0, 1.0));
  app.add_option("--rate", megabits, "Mbit/s; 0: no limit");
  CLI11_PARSE(app, argc, argv);
  options.delay = Delay(static_cast<Delay::rep>(delay_ms * 1000));
  options.jitter = Delay(static_cast<Delay::rep>(jitter_ms * 1000));
  options.bytes_per_second = megabits * 1e6 / 8;
  return commune::simulator::run(one, other, options);
} catch (const std::exception& error) {
  std::fprintf(stderr, "commune-wire: %s\n", error.what());
  return 1;
}
