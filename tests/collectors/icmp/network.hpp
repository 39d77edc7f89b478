// Real networks for tests: namespaces without a way out, neighbours in them, a device that answers
// as the test wants, and a sink that keeps all it is given.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/icmp/icmp_collector.hpp"
#include "core/model/quantity_table.hpp"
#include "core/model/sink.hpp"
#include "core/net/address.hpp"
#include "core/runtime/event_loop.hpp"

#include <gtest/gtest.h>
#include <sys/types.h>

namespace commune::icmp {

/// Runs `command` in a shell; the test fails when it fails.
void run(const std::string& command);

/// Writes a file below /proc/sys/net, of the namespace that the thread is in.
void set_sysctl(const std::string& path, const std::string& value);

/// Puts each test into a network namespace of its own, which has nothing but its loopback.
class PrivateNetwork : public testing::Test {
 protected:
  void SetUp() override;
};

/// A machine at the other end of a cable: 10.77.0.1/24 there, 10.77.0.2/24 here, fd77::1/64 and
/// fd77::2/64; it forwards and is our default route.
class Neighbour {
 public:
  Neighbour();
  ~Neighbour();
  Neighbour(const Neighbour&) = delete;
  Neighbour& operator=(const Neighbour&) = delete;

  /// Runs a command over there.
  void run(const std::string& command) const;

 private:
  pid_t child_ = -1;
};

/// Takes CAP_NET_RAW from the thread for as long as it lives.
class WithoutRawSockets {
 public:
  WithoutRawSockets() { set_raw(false); }
  ~WithoutRawSockets() { set_raw(true); }
  WithoutRawSockets(const WithoutRawSockets&) = delete;
  WithoutRawSockets& operator=(const WithoutRawSockets&) = delete;

 private:
  static void set_raw(bool allowed);
};

/// Takes the kernel's place on the loopback (IPv4) in answering echo requests.
class Responder {
 public:
  struct Request {
    Address destination;
    std::vector<std::uint8_t> icmp;
  };

  Responder();
  ~Responder();
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;

  /// Requests that came since the last call.
  std::vector<Request> requests();

  /// Sends `request` back as a reply that comes from `from`.
  void reply(const Request& request, const Address& from);

 private:
  int listening_ = -1;
};

/// Keeps everything; `latest` and `count` look at one device.
class Recorder final : public Sink {
 public:
  void publish(DeviceReadingsPtr readings) override { taken.push_back(std::move(readings)); }

  const DeviceReadings* latest(const std::string& device) const;
  std::size_t count(const std::string& device) const;
  /// The value of an agent's own figure with this label value; -1 when there is none.
  double own(QuantityName quantity, std::string_view label) const;

  std::vector<DeviceReadingsPtr> taken;
};

/// The value of a device's reading; -1 when there is none.
double value(const DeviceReadings& readings, QuantityName quantity);

/// A target that is asked every 100 ms and has `timeout` to answer.
Target target(const std::string& device, const std::string& address,
              Milliseconds timeout = Milliseconds(1000));

/// Runs the loop until the condition holds; false when it does not within ten seconds.
bool run_until(EventLoop& loop, const std::function<bool()>& condition);

}  // namespace commune::icmp
