#include "tests/collectors/icmp/network.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/capability.h>
#include <linux/icmp.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace commune::icmp {

void run(const std::string& command) {
  // NOLINTNEXTLINE(bugprone-command-processor): the commands are this file's and the tests' own.
  const int status = std::system(command.c_str());
  if (status != 0) ADD_FAILURE() << command << " ended with " << status;
}

void set_sysctl(const std::string& path, const std::string& value) {
  std::ofstream file("/proc/sys/net/" + path);
  file << value << std::flush;
  EXPECT_TRUE(file.good()) << path;
}

void PrivateNetwork::SetUp() {
  if (unshare(CLONE_NEWNET) != 0)
    GTEST_SKIP() << "needs root to make a network namespace: " << std::strerror(errno);
  run("ip link set lo up");
}

Neighbour::Neighbour() {
  int ready[2];
  if (pipe2(ready, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  child_ = fork();
  if (child_ == 0) {
    const char done = unshare(CLONE_NEWNET) == 0 ? 1 : 0;
    if (write(ready[1], &done, 1) != 1) _exit(1);
    for (;;)
      pause();
  }
  close(ready[1]);
  char done = 0;
  if (read(ready[0], &done, 1) != 1 || done != 1) ADD_FAILURE() << "no second namespace";
  close(ready[0]);
  icmp::run(fmt::format("ip link add cable type veth peer name cable netns {}", child_));
  run("sh -c 'ip link set lo up; ip addr add 10.77.0.1/24 dev cable;"
      " ip -6 addr add fd77::1/64 dev cable nodad; ip link set cable up;"
      " echo 1 > /proc/sys/net/ipv4/ip_forward;"
      " echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'");
  icmp::run(
      "ip addr add 10.77.0.2/24 dev cable; ip -6 addr add fd77::2/64 dev cable nodad;"
      " ip link set cable up; ip route add default via 10.77.0.1;"
      " ip -6 route add default via fd77::1");
}

Neighbour::~Neighbour() {
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
}

void Neighbour::run(const std::string& command) const {
  icmp::run(fmt::format("nsenter --net=/proc/{}/ns/net {}", child_, command));
}

void WithoutRawSockets::set_raw(bool allowed) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[2]{};
  if (syscall(SYS_capget, &header, sets) != 0) ADD_FAILURE() << "capget";
  if (allowed)
    sets[0].effective |= 1u << CAP_NET_RAW;
  else
    sets[0].effective &= ~(1u << CAP_NET_RAW);
  if (syscall(SYS_capset, &header, sets) != 0) ADD_FAILURE() << "capset";
}

Responder::Responder() : listening_(socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_ICMP)) {
  set_sysctl("ipv4/icmp_echo_ignore_all", "1");
  const icmp_filter only_requests{~(1u << ICMP_ECHO)};
  EXPECT_EQ(setsockopt(listening_, SOL_RAW, ICMP_FILTER, &only_requests, sizeof only_requests), 0);
}

Responder::~Responder() {
  close(listening_);
}

std::vector<Responder::Request> Responder::requests() {
  std::vector<Request> found;
  std::vector<std::uint8_t> packet(2048);
  for (;;) {
    const auto length = recv(listening_, packet.data(), packet.size(), 0);
    if (length < 28) return found;
    asio::ip::address_v4::bytes_type to;
    std::copy_n(packet.begin() + 16, to.size(), to.begin());
    found.push_back({asio::ip::address_v4(to), {packet.begin() + 20, packet.begin() + length}});
  }
}

void Responder::reply(const Request& request, const Address& from) {
  auto icmp = request.icmp;
  icmp[0] = 0;
  icmp[2] = icmp[3] = 0;
  const auto checksum = internet_checksum(icmp);
  icmp[2] = static_cast<std::uint8_t>(checksum >> 8);
  icmp[3] = static_cast<std::uint8_t>(checksum & 0xFF);
  const int sending = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
  socklen_t length = 0;
  auto address = to_socket_address(from, length);
  EXPECT_EQ(bind(sending, reinterpret_cast<sockaddr*>(&address), length), 0);
  address = to_socket_address(asio::ip::make_address("127.0.0.1"), length);
  EXPECT_EQ(
      sendto(sending, icmp.data(), icmp.size(), 0, reinterpret_cast<sockaddr*>(&address), length),
      static_cast<ssize_t>(icmp.size()));
  close(sending);
}

const DeviceReadings* Recorder::latest(const std::string& device) const {
  for (auto it = taken.rbegin(); it != taken.rend(); ++it)
    if ((*it)->device.value == device) return it->get();
  return nullptr;
}

std::size_t Recorder::count(const std::string& device) const {
  return static_cast<std::size_t>(
      std::count_if(taken.begin(), taken.end(),
                    [&](const auto& readings) { return readings->device.value == device; }));
}

double Recorder::own(QuantityName quantity, std::string_view label) const {
  const DeviceReadings* readings = latest("");
  if (!readings) return -1;
  for (const Reading& reading : readings->readings)
    if (reading.quantity == quantity && readings->rows[reading.row].front().value == label)
      return reading.value;
  return -1;
}

double value(const DeviceReadings& readings, QuantityName quantity) {
  for (const Reading& reading : readings.readings)
    if (reading.quantity == quantity) return reading.value;
  return -1;
}

Target target(const std::string& device, const std::string& address, Milliseconds timeout) {
  return {DeviceId{device}, address, Milliseconds(100), timeout, 56};
}

bool run_until(EventLoop& loop, const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition())
    if (loop.context().run_one_until(deadline) == 0) return false;
  return true;
}

}  // namespace commune::icmp
