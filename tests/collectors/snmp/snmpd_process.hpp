// A real snmpd on loopback, with a configuration of its own in a folder that goes with it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <sys/types.h>

namespace commune::snmp {

class SnmpdProcess {
 public:
  /// Starts snmpd with these snmpd.conf lines on "udp:127.0.0.1" or "udp6:[::1]" and returns once
  /// it answers for itself. Throws std::runtime_error with snmpd's own words when it does not come
  /// up.
  explicit SnmpdProcess(const std::string& configuration, bool ipv6 = false);
  ~SnmpdProcess();
  SnmpdProcess(const SnmpdProcess&) = delete;
  SnmpdProcess& operator=(const SnmpdProcess&) = delete;

  static bool installed();

  std::uint16_t port() const { return port_; }

  /// Ends it and starts it again with its engine id, as a device that restarts; with `forget_boots`
  /// as one that lost its snmpEngineBoots.
  void restart(bool forget_boots = false);

 private:
  void start();
  void end();

  std::filesystem::path folder_;
  std::uint16_t port_ = 0;
  bool ipv6_ = false;
  pid_t pid_ = -1;
};

}  // namespace commune::snmp
