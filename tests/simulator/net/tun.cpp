#include "tests/simulator/net/tun.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/ipv6.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::simulator {
namespace {

/// Room for a burst to a thousand devices.
constexpr int kQueueLength = 10000;

class Socket {
 public:
  explicit Socket(int family) : descriptor_(socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {}
  ~Socket() { close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  Result<void> request(unsigned long number, void* argument, const char* what,
                       const std::string& interface) const {
    if (ioctl(descriptor_, number, argument) == 0) return {};
    return fail(interface, "cannot {}: {}", what, std::strerror(errno));
  }

 private:
  int descriptor_;
};

ifreq request_for(const std::string& interface) {
  ifreq request{};
  interface.copy(request.ifr_name, IFNAMSIZ - 1);
  return request;
}

void put_address(sockaddr& where, const IpAddress& address) {
  sockaddr_in socket_address{};
  socket_address.sin_family = AF_INET;
  std::memcpy(&socket_address.sin_addr, address.bytes.data(), 4);
  std::memcpy(&where, &socket_address, sizeof socket_address);
}

IpAddress mask_of(unsigned length) {
  IpAddress mask;
  for (unsigned bit = 0; bit < length; ++bit)
    mask.bytes.at(bit / 8) |= static_cast<std::uint8_t>(0x80U >> (bit % 8));
  return mask;
}

Result<void> bring_up(const Socket& socket, const std::string& interface) {
  ifreq request = request_for(interface);
  auto done = socket.request(SIOCGIFFLAGS, &request, "read its flags", interface);
  if (!done) return done;
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
  return socket.request(SIOCSIFFLAGS, &request, "bring it up", interface);
}

Result<void> set_sizes(const Socket& socket, const std::string& interface, unsigned mtu) {
  ifreq request = request_for(interface);
  request.ifr_mtu = static_cast<int>(mtu);
  auto done = socket.request(SIOCSIFMTU, &request, "set its MTU", interface);
  if (!done) return done;
  request = request_for(interface);
  request.ifr_qlen = kQueueLength;
  return socket.request(SIOCSIFTXQLEN, &request, "set its queue length", interface);
}

Result<void> set_ipv4(const Socket& socket, const std::string& interface, const IpPrefix& prefix) {
  ifreq request = request_for(interface);
  put_address(request.ifr_addr, prefix.address);
  auto done = socket.request(SIOCSIFADDR, &request, "set its IPv4 address", interface);
  if (!done) return done;
  request = request_for(interface);
  put_address(request.ifr_netmask, mask_of(prefix.length));
  return socket.request(SIOCSIFNETMASK, &request, "set its netmask", interface);
}

// The kernel's struct, whose header conflicts with <net/if.h>.
struct AddressRequest6 {
  in6_addr address;
  std::uint32_t prefix_length;
  int interface_index;
};

Result<void> set_ipv6(const std::string& interface, const IpPrefix& prefix) {
  AddressRequest6 request{};
  std::memcpy(&request.address, prefix.address.bytes.data(), sizeof request.address);
  request.prefix_length = prefix.length;
  request.interface_index = static_cast<int>(if_nametoindex(interface.c_str()));
  return Socket(AF_INET6).request(SIOCSIFADDR, &request, "set its IPv6 address", interface);
}

Result<void> configure(const std::string& interface, const Scenario& scenario) {
  const Socket socket(AF_INET);
  auto done = set_sizes(socket, interface, scenario.mtu);
  if (done && scenario.ipv4) done = set_ipv4(socket, interface, *scenario.ipv4);
  if (done) done = bring_up(socket, interface);
  if (done && scenario.ipv6) done = set_ipv6(interface, *scenario.ipv6);
  if (done) done = bring_up(socket, "lo");
  return done;
}

}  // namespace

Result<Tun> Tun::open(const std::string& name) {
  if (name.empty() || name.size() >= IFNAMSIZ)
    return fail(name, "a TUN device's name has 1 to {} characters", IFNAMSIZ - 1);
  const int descriptor = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return fail("/dev/net/tun", "cannot be opened: {}", std::strerror(errno));
  Tun tun(descriptor);
  ifreq request = request_for(name);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  if (ioctl(descriptor, TUNSETIFF, &request) != 0)
    return fail(name, "cannot make this TUN device: {}", std::strerror(errno));
  return tun;
}

Result<Tun> Tun::open(const std::string& name, const Scenario& scenario) {
  auto tun = open(name);
  if (!tun) return tun;
  const auto done = configure(name, scenario);
  if (!done) return tl::unexpected(done.error());
  return tun;
}

Tun::Tun(Tun&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Tun::~Tun() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::string_view Tun::read(std::string& buffer) const {
  const ssize_t size = ::read(descriptor_, buffer.data(), buffer.size());
  if (size <= 0) return {};
  return std::string_view(buffer).substr(0, static_cast<std::size_t>(size));
}

void Tun::write(std::string_view packet) const {
  const ssize_t written = ::write(descriptor_, packet.data(), packet.size());
  static_cast<void>(written);
}

}  // namespace commune::simulator
