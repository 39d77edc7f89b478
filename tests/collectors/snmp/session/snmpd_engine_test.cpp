// SNMPv3 engines against real snmpd processes: two that share an id, one at two addresses, one that
// restarts without counting its boots.
#include <condition_variable>
#include <mutex>

#include <net-snmp/net-snmp-config.h>

#include "collectors/snmp/poll/target_poller.hpp"
#include "collectors/snmp/snmp_collector.hpp"
#include "tests/collectors/snmp/snmpd_process.hpp"

#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/library/lcd_time.h>
#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using namespace std::chrono_literals;

const std::string kEngineId("\x80\x00\x1f\x88\x80\x01\x02\x03\x04\x05\x06\x07\x08\0\0\0", 16);

// An snmpd that has counted so many boots; it counts no more of them, whenever it is restarted.
std::string reader_with(int boots) {
  return "oldEngineID 0x80001f88800102030405060708000000\nengineBoots " +
         std::to_string(boots - 1) +
         "\ncreateUser reader SHA-256 \"correct horse\" AES \"battery staple\"\n"
         "rouser reader priv";
}

ProfilePtr generic() {
  auto made = std::make_shared<Profile>();
  made->name = "generic";
  return made;
}

Target target(const std::string& device, const std::string& address, std::uint16_t port) {
  Target made;
  made.device = DeviceId{device};
  made.address = address;
  made.port = port;
  made.interval = 1s;
  made.timeout = 400ms;
  made.retries = 0;
  made.credentials.version = Version::v3;
  made.credentials.user = "reader";
  made.credentials.auth = AuthProtocol::sha256;
  made.credentials.priv = PrivProtocol::aes128;
  made.credentials.level = SecurityLevel::auth_priv;
  made.credentials.auth_secret = "correct horse";
  made.credentials.priv_secret = "battery staple";
  return made;
}

struct Recorder final : Sink {
  void publish(DeviceReadingsPtr readings) override { polls.push_back(std::move(readings)); }
  std::vector<DeviceReadingsPtr> polls;
};

/// Pollers on the test's own thread, each polled when the test says so.
class Engines : public testing::Test {
 protected:
  void SetUp() override {
    if (!SnmpdProcess::installed())
      GTEST_SKIP() << "snmpd is not installed (scripts/install-packages test)";
  }

  std::unique_ptr<TargetPoller> poller(const Target& target) {
    return std::make_unique<TargetPoller>(loop_, resolver_, sessions_, readers_, target, sink_);
  }

  DeviceReadings poll(TargetPoller& poller) {
    const auto before = sink_.polls.size();
    poller.poll();
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (sink_.polls.size() == before && loop_.context().run_one_until(deadline) > 0) {
    }
    if (sink_.polls.size() == before) throw std::logic_error("the poll did not end");
    return *sink_.polls.back();
  }

  EventLoop loop_;
  HostResolver resolver_{loop_};
  SessionFactory sessions_{loop_.context()};
  std::shared_ptr<ProfileReaders> readers_ = *ProfileReaders::make({generic()});
  Recorder sink_;
};

TEST_F(Engines, with_one_id_on_two_devices_are_reported_with_both_names) {
  SnmpdProcess one(reader_with(7)), clone(reader_with(9));
  const auto first = poller(target("ap-1", "127.0.0.1", one.port()));
  const auto second = poller(target("ap-2", "127.0.0.1", clone.port()));
  EXPECT_TRUE(poll(*first).answered);
  const auto refused = poll(*second);
  EXPECT_FALSE(refused.answered);
  EXPECT_EQ(refused.device, DeviceId{"ap-2"});
  EXPECT_EQ(refused.failure,
            "has the same SNMPv3 engine id as device \"ap-1\" (80001f88800102030405060708000000): "
            "give one of them its own");
  EXPECT_TRUE(poll(*first).answered);
  EXPECT_EQ(poll(*second).failure, refused.failure);
}

TEST_F(Engines, with_one_id_and_one_clock_on_two_devices_are_both_polled) {
  SnmpdProcess one(reader_with(7)), clone(reader_with(7));
  const auto first = poller(target("ap-1", "127.0.0.1", one.port()));
  const auto second = poller(target("ap-2", "127.0.0.1", clone.port()));
  for (int round = 0; round < 3; ++round) {
    EXPECT_TRUE(poll(*first).answered) << sink_.polls.back()->failure;
    EXPECT_TRUE(poll(*second).answered) << sink_.polls.back()->failure;
  }
}

TEST_F(Engines, with_one_id_belong_to_the_other_device_once_the_first_is_gone) {
  auto one = std::make_unique<SnmpdProcess>(reader_with(7));
  SnmpdProcess clone(reader_with(9));
  const auto first = poller(target("ap-1", "127.0.0.1", one->port()));
  const auto second = poller(target("ap-2", "127.0.0.1", clone.port()));
  EXPECT_TRUE(poll(*first).answered);
  EXPECT_FALSE(poll(*second).answered);
  one.reset();
  EXPECT_FALSE(poll(*first).answered);
  EXPECT_TRUE(poll(*second).answered) << sink_.polls.back()->failure;
}

TEST_F(Engines, seen_at_two_addresses_are_polled_at_both) {
  SnmpdProcess snmpd(reader_with(7), SnmpdProcess::Where::two_ipv4);
  const auto first = poller(target("ap-1", "127.0.0.1", snmpd.port()));
  const auto second = poller(target("ap-2", "127.0.0.2", snmpd.port()));
  for (int round = 0; round < 3; ++round) {
    EXPECT_TRUE(poll(*first).answered) << sink_.polls.back()->failure;
    EXPECT_TRUE(poll(*second).answered) << sink_.polls.back()->failure;
  }
}

TEST_F(Engines, that_restart_without_counting_their_boots_are_read_again_within_two_polls) {
  SnmpdProcess snmpd(reader_with(7));
  const auto box = poller(target("box", "127.0.0.1", snmpd.port()));
  ASSERT_TRUE(poll(*box).answered) << sink_.polls.back()->failure;
  // As if the engine had run for a day: its time after the restart is 24 hours too early.
  auto* engine = reinterpret_cast<u_char*>(const_cast<char*>(kEngineId.data()));
  u_int boots = 0, time = 0;
  ASSERT_EQ(get_enginetime(engine, static_cast<u_int>(kEngineId.size()), &boots, &time, TRUE),
            SNMPERR_SUCCESS);
  ASSERT_EQ(
      set_enginetime(engine, static_cast<u_int>(kEngineId.size()), boots, time + 86'400, TRUE),
      SNMPERR_SUCCESS);
  snmpd.restart();
  EXPECT_FALSE(poll(*box).answered);
  EXPECT_TRUE(poll(*box).answered) << sink_.polls.back()->failure;
  u_int boots_after = 0;
  get_enginetime(engine, static_cast<u_int>(kEngineId.size()), &boots_after, &time, TRUE);
  EXPECT_EQ(boots_after, boots);
  EXPECT_LT(time, 3'600U);
}

TEST_F(Engines, with_a_rotated_passphrase_are_read_with_the_new_one_alone) {
  SnmpdProcess snmpd(reader_with(7));
  auto rotated = target("box", "127.0.0.1", snmpd.port());
  auto box = poller(rotated);
  EXPECT_TRUE(poll(*box).answered) << sink_.polls.back()->failure;
  rotated.credentials.auth_secret = "another horse";
  box = poller(rotated);
  EXPECT_EQ(poll(*box).failure, "wrong authentication secret or protocol");
  rotated.credentials.auth_secret = "correct horse";
  box = poller(rotated);
  EXPECT_TRUE(poll(*box).answered) << sink_.polls.back()->failure;
}

}  // namespace
}  // namespace commune::snmp
