// commune-sim-load: sends requests to one device as fast as it answers, for a few seconds, to
// verify that the simulator does not limit a measurement. Refuses to send to anything but the
// simulated networks 10.77.0.0/16 and fd77::/16.
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>

#include "tests/simulator/net/ip_address.hpp"
#include "tests/simulator/snmp/snmp_query.hpp"

#include <CLI/CLI.hpp>
#include <arpa/inet.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::simulator {
namespace {

using Clock = std::chrono::steady_clock;

struct Load {
  std::int64_t answered = 0;
  std::int64_t bytes = 0;
  double seconds = 0;
};

int connect_to(const IpAddress& address) {
  const int descriptor = socket(address.v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_in);
  if (address.v6) {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(161);
    std::memcpy(&v6.sin6_addr, address.bytes.data(), 16);
    std::memcpy(&storage, &v6, sizeof v6);
    size = sizeof v6;
  } else {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(161);
    std::memcpy(&v4.sin_addr, address.bytes.data(), 4);
    std::memcpy(&storage, &v4, sizeof v4);
  }
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&storage), size) == 0)
    return descriptor;
  close(descriptor);
  return -1;
}

// Keeps `window` requests in flight. Ends after `length`, or when no reply arrives for 200 ms.
Load run(int descriptor, const std::string& request, int window, std::chrono::seconds length) {
  Load load;
  std::array<char, 65536> buffer{};
  const auto started = Clock::now();
  const auto ask = [&] { return send(descriptor, request.data(), request.size(), 0); };
  for (int i = 0; i < window; ++i)
    ask();
  pollfd watched{descriptor, POLLIN, 0};
  while (Clock::now() - started < length && poll(&watched, 1, 200) > 0) {
    for (ssize_t size = 0; (size = recv(descriptor, buffer.data(), buffer.size(), 0)) > 0;) {
      ++load.answered;
      load.bytes += size;
      ask();
    }
  }
  load.seconds = std::chrono::duration<double>(Clock::now() - started).count();
  return load;
}

bool is_simulated(const IpAddress& address) {
  return IpPrefix::parse(address.v6 ? "fd77::/16" : "10.77.0.0/16")->contains(address);
}

int measure(const std::string& text, bool bulk, int window, int seconds) {
  const auto address = IpAddress::parse(text);
  if (!address || !is_simulated(*address)) {
    fmt::print(stderr, "commune-sim-load: {} is not an address in 10.77.0.0/16 or fd77::/16\n",
               text);
    return 2;
  }
  SnmpQuery query;
  query.oids = {{1, 3, 6, 1, 2, 1, 1, 3, 0}, {1, 3, 6, 1, 2, 1, 2, 2, 1, 10, 1}};
  if (bulk) {
    query.type = PduType::get_bulk;
    query.max_repetitions = 10;
  }
  const int descriptor = connect_to(*address);
  if (descriptor < 0) {
    fmt::print(stderr, "commune-sim-load: {}: {}\n", text, std::strerror(errno));
    return 1;
  }
  const Load load = run(descriptor, encode(query), window, std::chrono::seconds(seconds));
  close(descriptor);
  fmt::print("{}: {:.0f} requests/s, {} answered in {:.2f} s, {:.0f} bytes a reply\n",
             bulk ? "GETBULK of two columns by 10 rows" : "GET of two values",
             static_cast<double>(load.answered) / load.seconds, load.answered, load.seconds,
             static_cast<double>(load.bytes) /
                 static_cast<double>(std::max<std::int64_t>(load.answered, 1)));
  return load.answered > 0 ? 0 : 1;
}

}  // namespace
}  // namespace commune::simulator

int main(int argc, char** argv) {
  CLI::App app{"Sends requests to a simulated device as fast as it answers.", "commune-sim-load"};
  std::string address;
  bool bulk = false;
  int window = 32;
  int seconds = 3;
  app.add_option("address", address, "A device of the running scenario")->required();
  app.add_flag("--bulk", bulk, "GETBULK in place of GET");
  app.add_option("--window", window, "Requests under way")->check(CLI::Range(1, 256));
  app.add_option("--seconds", seconds, "How long")->check(CLI::Range(1, 30));
  CLI11_PARSE(app, argc, argv);
  return commune::simulator::measure(address, bulk, window, seconds);
}
