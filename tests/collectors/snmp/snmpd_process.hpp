// A real snmpd on loopback, with a configuration of its own in a folder that goes with it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <sys/types.h>

namespace commune::snmp {

class SnmpdProcess {
 public:
  enum class Where : std::uint8_t { ipv4, ipv6, two_ipv4 };  ///< 127.0.0.1; ::1; also 127.0.0.2.

  /// Starts snmpd with these snmpd.conf lines and returns once it answers for itself. Throws
  /// std::runtime_error with snmpd's own words when it does not come up.
  explicit SnmpdProcess(const std::string& configuration, Where where = Where::ipv4);
  ~SnmpdProcess();
  SnmpdProcess(const SnmpdProcess&) = delete;
  SnmpdProcess& operator=(const SnmpdProcess&) = delete;

  static bool installed();

  std::uint16_t port() const { return port_; }

  /// Ends it and starts it again, as a device that restarts and does not count its snmpEngineBoots;
  /// with another engine id where the configuration fixes none.
  void restart();

 private:
  std::string addresses() const;
  void start();
  void stop();

  std::filesystem::path folder_;
  std::uint16_t port_ = 0;
  Where where_;
  pid_t pid_ = -1;
};

}  // namespace commune::snmp
