#include "tests/collectors/snmp/snmpd_process.hpp"

#include <array>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace commune::snmp {
namespace {

constexpr const char* kSnmpd = "/usr/sbin/snmpd";
constexpr int kPatienceMs = 20'000;

// A port that is free now: bound for a moment, then left to snmpd.
std::uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = ::bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(probe);
  if (!bound) throw std::runtime_error("no free port for snmpd");
  return ntohs(address.sin_port);
}

}  // namespace

bool SnmpdProcess::installed() {
  return ::access(kSnmpd, X_OK) == 0;
}

SnmpdProcess::SnmpdProcess(const std::string& configuration, Where where) : where_(where) {
  std::string pattern = (std::filesystem::temp_directory_path() / "snmpd-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no folder for snmpd");
  folder_ = pattern;
  std::ofstream(folder_ / "snmpd.conf") << configuration << '\n';
  port_ = free_port();
  start();
}

SnmpdProcess::~SnmpdProcess() {
  stop();
  std::filesystem::remove_all(folder_);
}

void SnmpdProcess::restart() {
  stop();
  start();
}

std::string SnmpdProcess::addresses() const {
  const std::string port = std::to_string(port_);
  if (where_ == Where::ipv6) return "udp6:[::1]:" + port;
  const std::string first = "udp:127.0.0.1:" + port;
  return where_ == Where::two_ipv4 ? first + ",udp:127.0.0.2:" + port : first;
}

void SnmpdProcess::start() {
  std::filesystem::create_directories(folder_ / "state");
  std::array<int, 2> log{};
  if (::pipe2(log.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe for snmpd");
  std::vector<std::string> arguments = {
      kSnmpd, "-f", "-Lo", "-C", "-c", folder_ / "snmpd.conf", "-I", "-smux", addresses()};
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (auto& argument : arguments)
    argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::string persistent = "SNMP_PERSISTENT_DIR=" + (folder_ / "state").string();
  std::string mibs = "MIBS=";
  std::vector<char*> environment = {persistent.data(), mibs.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, log[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, log[1], STDERR_FILENO);
  const int error =
      ::posix_spawn(&pid_, kSnmpd, &actions, nullptr, argv.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(log[1]);
  if (error != 0) throw std::runtime_error("snmpd could not be started");

  // Its first lines end with its version once the sockets are open.
  std::string said;
  pollfd waiting{log[0], POLLIN, 0};
  while (said.find("NET-SNMP version") == std::string::npos) {
    std::array<char, 512> buffer{};
    const ssize_t length =
        ::poll(&waiting, 1, kPatienceMs) > 0 ? ::read(log[0], buffer.data(), buffer.size()) : 0;
    if (length <= 0) {
      ::close(log[0]);
      throw std::runtime_error("snmpd did not come up: " + said);
    }
    said.append(buffer.data(), static_cast<std::size_t>(length));
  }
  ::close(log[0]);
}

void SnmpdProcess::stop() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

}  // namespace commune::snmp
