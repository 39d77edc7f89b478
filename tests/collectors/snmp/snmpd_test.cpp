// The collector against real snmpd processes: every version, security level, hash and cipher, and
// what a technician reads when one of them is wrong.
#include <condition_variable>
#include <mutex>

#include "collectors/snmp/snmp_collector.hpp"
#include "core/model/quantity_table.hpp"
#include "tests/collectors/snmp/snmpd_process.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using namespace std::chrono_literals;

constexpr const char* kAuthSecret = "correct horse";
constexpr const char* kPrivSecret = "battery staple";

// sysDescr and the loopback interface's name and octets: enough to know that GET and GETBULK went
// through.
ProfilePtr profile() {
  auto made = std::make_shared<Profile>();
  made->name = "generic";
  Table ports;
  ports.name = "interfaces";
  Column name, octets, octets32;
  name.name = "name";
  name.oid = {1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1};
  name.constant = true;
  octets.name = "octets";
  octets.oid = {1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6};
  octets32.name = "octets32";  // SNMPv1 has no Counter64
  octets32.oid = {1, 3, 6, 1, 2, 1, 2, 2, 1, 10};
  ports.columns = {name, octets, octets32};
  LabelRule interface;
  interface.label = LabelName::interface;
  Origin origin;
  origin.column = "name";
  interface.origins = {origin};
  ports.labels = {interface};
  ReadingRule bytes;
  bytes.quantity = quantity_index("interface.receive_bytes");
  bytes.columns = {"octets", "octets32"};
  ports.readings = {bytes};
  made->add(ports);
  return made;
}

Target target(std::uint16_t port) {
  Target made;
  made.device = DeviceId{"box"};
  made.address = "127.0.0.1";
  made.port = port;
  made.timeout = 2s;
  made.retries = 0;
  made.credentials.community = "public";
  return made;
}

Credentials user(const std::string& name, AuthProtocol auth, PrivProtocol priv) {
  Credentials made;
  made.version = Version::v3;
  made.user = name;
  made.auth = auth;
  made.priv = priv;
  made.level = auth == AuthProtocol::none   ? SecurityLevel::no_auth_no_priv
               : priv == PrivProtocol::none ? SecurityLevel::auth_no_priv
                                            : SecurityLevel::auth_priv;
  made.auth_secret = kAuthSecret;
  made.priv_secret = kPrivSecret;
  return made;
}

DeviceReadings poll(const Target& target) {
  auto readings = poll_once(target, {profile()});
  if (!readings) throw std::logic_error(readings.error().message());
  return *readings;
}

void expect_loopback(const DeviceReadings& readings) {
  ASSERT_TRUE(readings.answered) << readings.failure;
  EXPECT_EQ(readings.failure, "");
  const auto bytes = quantity_index("interface.receive_bytes");
  for (const auto& reading : readings.readings)
    if (reading.quantity == bytes &&
        readings.rows[reading.row] == Labels{{LabelName::interface, "lo"}}) {
      EXPECT_GT(reading.value, 0);
      return;
    }
  FAIL() << "interface lo is not among the readings";
}

class Snmpd : public testing::Test {
 protected:
  void SetUp() override {
    if (!SnmpdProcess::installed())
      GTEST_SKIP() << "snmpd is not installed (scripts/install-packages test)";
  }
};

TEST_F(Snmpd, is_read_by_v1) {
  SnmpdProcess snmpd("rocommunity public");
  auto asked = target(snmpd.port());
  asked.credentials.version = Version::v1;
  expect_loopback(poll(asked));
}

TEST_F(Snmpd, is_read_by_v2c) {
  SnmpdProcess snmpd("rocommunity public");
  expect_loopback(poll(target(snmpd.port())));
}

TEST_F(Snmpd, is_read_over_ipv6) {
  SnmpdProcess snmpd("rocommunity6 public", SnmpdProcess::Where::ipv6);
  auto asked = target(snmpd.port());
  asked.address = "::1";
  expect_loopback(poll(asked));
}

TEST_F(Snmpd, with_another_community_is_silent) {
  SnmpdProcess snmpd("rocommunity other");
  auto asked = target(snmpd.port());
  asked.timeout = 300ms;
  const auto readings = poll(asked);
  EXPECT_FALSE(readings.answered);
  EXPECT_EQ(readings.failure, "no answer within 300 ms");
}

TEST_F(Snmpd, that_is_not_running_is_distinguished_from_a_silent_one_at_once) {
  std::uint16_t port = 0;
  { port = SnmpdProcess("rocommunity public").port(); }
  auto asked = target(port);
  asked.retries = 5;
  const auto readings = poll(asked);
  EXPECT_FALSE(readings.answered);
  EXPECT_EQ(readings.failure,
            "nothing listens at UDP port " + std::to_string(port) + " (port unreachable)");
  const auto v3 = [&] {
    auto with_user = asked;
    with_user.credentials = user("reader", AuthProtocol::none, PrivProtocol::none);
    return poll(with_user);
  }();
  EXPECT_EQ(v3.failure, readings.failure);
}

struct Security {
  const char* name;
  AuthProtocol auth;
  PrivProtocol priv;
  const char* create;  // protocols as snmpd.conf's createUser takes them
};

class SnmpdV3 : public Snmpd, public testing::WithParamInterface<Security> {};

TEST_P(SnmpdV3, is_read) {
  const Security& security = GetParam();
  const bool with_auth = security.auth != AuthProtocol::none;
  const bool with_priv = security.priv != PrivProtocol::none;
  std::string create = "createUser reader";
  const std::string words = security.create;
  const auto blank = words.find(' ');
  if (with_auth) create += " " + words.substr(0, blank) + " \"" + kAuthSecret + "\"";
  if (with_priv) create += " " + words.substr(blank + 1) + " \"" + kPrivSecret + "\"";
  SnmpdProcess snmpd(create + "\nrouser reader " +
                     (with_priv   ? "priv"
                      : with_auth ? "auth"
                                  : "noauth"));
  auto asked = target(snmpd.port());
  asked.credentials = user("reader", security.auth, security.priv);
  expect_loopback(poll(asked));
}

INSTANTIATE_TEST_SUITE_P(
    levels, SnmpdV3,
    testing::Values(
        Security{"no_auth_no_priv", AuthProtocol::none, PrivProtocol::none, ""},
        Security{"md5", AuthProtocol::md5, PrivProtocol::none, "MD5"},
        Security{"sha1", AuthProtocol::sha1, PrivProtocol::none, "SHA"},
        Security{"sha224", AuthProtocol::sha224, PrivProtocol::none, "SHA-224"},
        Security{"sha256", AuthProtocol::sha256, PrivProtocol::none, "SHA-256"},
        Security{"sha384", AuthProtocol::sha384, PrivProtocol::none, "SHA-384"},
        Security{"sha512", AuthProtocol::sha512, PrivProtocol::none, "SHA-512"},
        Security{"md5_des", AuthProtocol::md5, PrivProtocol::des, "MD5 DES"},
        Security{"sha1_aes128", AuthProtocol::sha1, PrivProtocol::aes128, "SHA AES"},
        Security{"sha256_aes192", AuthProtocol::sha256, PrivProtocol::aes192, "SHA-256 AES-192"},
        Security{"sha512_aes256", AuthProtocol::sha512, PrivProtocol::aes256, "SHA-512 AES-256"}),
    [](const auto& instance) { return std::string(instance.param.name); });

constexpr const char* kReader =
    "createUser reader SHA-256 \"correct horse\" AES \"battery staple\"\nrouser reader priv";

TEST_F(Snmpd, says_that_the_user_is_unknown) {
  SnmpdProcess snmpd(kReader);
  auto asked = target(snmpd.port());
  asked.credentials = user("stranger", AuthProtocol::sha256, PrivProtocol::aes128);
  EXPECT_EQ(poll(asked).failure, "the device knows no SNMPv3 user \"stranger\"");
}

TEST_F(Snmpd, says_that_the_authentication_secret_is_wrong) {
  SnmpdProcess snmpd(kReader);
  auto asked = target(snmpd.port());
  asked.credentials = user("reader", AuthProtocol::sha256, PrivProtocol::aes128);
  asked.credentials.auth_secret = "wrong horse";
  EXPECT_EQ(poll(asked).failure, "wrong authentication secret or protocol");
}

TEST_F(Snmpd, says_that_the_privacy_secret_is_wrong) {
  SnmpdProcess snmpd(kReader);
  auto asked = target(snmpd.port());
  asked.credentials = user("reader", AuthProtocol::sha256, PrivProtocol::aes128);
  asked.credentials.priv_secret = "wrong staple";
  asked.timeout = 500ms;
  EXPECT_EQ(
      poll(asked).failure,
      "no answer within 500 ms, though its SNMPv3 engine answers: the privacy secret or protocol "
      "may be wrong");
}

TEST_F(Snmpd, that_dies_is_silent_and_is_read_again_when_it_is_back) {
  struct Listener final : Sink {
    void publish(DeviceReadingsPtr readings) override {
      const std::lock_guard lock(mutex);
      latest = std::move(readings);
      arrived.notify_all();
    }
    DeviceReadingsPtr wait_until(bool answered) {
      std::unique_lock lock(mutex);
      arrived.wait_for(lock, 30s, [&] { return latest && latest->answered == answered; });
      return latest;
    }
    std::mutex mutex;
    std::condition_variable arrived;
    DeviceReadingsPtr latest;
  };
  SnmpdProcess snmpd(kReader);
  auto asked = target(snmpd.port());
  asked.credentials = user("reader", AuthProtocol::sha256, PrivProtocol::aes128);
  asked.interval = 1s;
  asked.timeout = 400ms;
  Listener listener;
  auto collector = SnmpCollector::make({{asked}, {profile()}}, listener);
  ASSERT_TRUE(collector);
  (*collector)->start();
  expect_loopback(*listener.wait_until(true));
  // snmpEngineBoots starts again from 1 too: the old time window must not outlive the device (RFC
  // 3414, 2.2.3).
  snmpd.restart();
  const auto silent = listener.wait_until(false);
  const auto back = listener.wait_until(true);
  (*collector)->stop();
  EXPECT_TRUE(back->answered) << back->failure;
  expect_loopback(*back);
}

}  // namespace
}  // namespace commune::snmp
