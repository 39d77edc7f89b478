#include "tests/simulator/net/network.hpp"

#include "tests/simulator/net/isolation.hpp"
#include "tests/simulator/snmp/ber.hpp"
#include "tests/simulator/snmp/snmp_query.hpp"
#include "tests/simulator/snmp/walk_file.hpp"

#include <gtest/gtest.h>

namespace commune::simulator {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using namespace std::string_literals;

const IpAddress kAgent = *IpAddress::parse("10.77.255.254");
const Oid kUptime{1, 3, 6, 1, 2, 1, 1, 3, 0};
const Oid kOperStatus{1, 3, 6, 1, 2, 1, 2, 2, 1, 8, 3};
const Oid kPower{1, 3, 6, 1, 4, 1, 9999, 1, 1};

constexpr std::string_view kWalk =
    "1.3.6.1.2.1.1.3.0 TIMETICKS 500000\n"
    "1.3.6.1.2.1.2.2.1.2.3 STRING \"wlan0\"\n"
    "1.3.6.1.2.1.2.2.1.8.3 INTEGER 1\n"
    "1.3.6.1.4.1.9999.1.1 INTEGER -2000\n";

// gateway 10.77.0.1 with the access point 10.77.0.2 behind it, both at the site "ca".
class Networked : public testing::Test {
 protected:
  Networked() {
    const auto tree = std::make_shared<const MibTree>(*parse_walk(kWalk, "test.walk"));
    for (const char* address : {"10.77.0.1", "10.77.0.2"}) {
      SimulatedDevice device;
      device.id = address;
      device.site = "ca";
      device.address = *IpAddress::parse(address);
      device.playing.tree = tree;
      scenario_.devices.push_back(std::move(device));
    }
    scenario_.devices[1].upstream = 0;
  }

  void add_fault(FaultKind kind, std::vector<std::size_t> devices) {
    Fault fault;
    fault.kind = kind;
    fault.at = seconds(10);
    fault.until = seconds(20);
    fault.devices = std::move(devices);
    fault.target = "x";
    scenario_.faults.push_back(std::move(fault));
  }

  Network& network() {
    if (!network_) network_ = std::make_unique<Network>(scenario_);
    return *network_;
  }
  std::string begin() { return network().apply({seconds(10), 0, true}); }
  std::string end() { return network().apply({seconds(20), 0, false}); }

  std::vector<Delivery> send(std::size_t device, std::uint16_t port, const std::string& payload,
                             SimTime now = {}) {
    const IpAddress& to = scenario_.devices[device].address;
    return network().receive(build_udp(kAgent, to, {40000, port, payload}), now);
  }

  // The result of a GET: the number, or nothing without an SNMP reply.
  std::optional<std::int64_t> get(std::size_t device, const Oid& oid, SimTime now = {}) {
    const auto deliveries = send(device, 161, encode({PduType::get, {oid}}), now);
    if (deliveries.empty()) return std::nullopt;
    const auto packet = parse_ip(deliveries[0].packet);
    const auto datagram = packet ? parse_udp(*packet) : std::nullopt;
    if (!datagram) return std::nullopt;
    ber::Reader message(ber::Reader(datagram->payload).next(ber::kSequence).value_or(""));
    message.next_integer();
    message.next(ber::kOctetString);
    ber::Reader pdu(message.next(0xA2).value_or(""));
    for (int field = 0; field < 3; ++field)
      pdu.next_integer();
    ber::Reader list(pdu.next(ber::kSequence).value_or(""));
    ber::Reader varbind(list.next(ber::kSequence).value_or(""));
    varbind.next_oid();
    const auto value = varbind.next();
    if (!value) return std::nullopt;
    std::string number;  // INTEGER and TIMETICKS differ only in their tags
    ber::append(number, ber::kInteger, value->content);
    return ber::Reader(number).next_integer();
  }

  Scenario scenario_;
  std::unique_ptr<Network> network_;
};

TEST_F(Networked, answers_snmp_with_values_of_the_moment) {
  EXPECT_EQ(get(0, kUptime), 500000);
  EXPECT_EQ(get(0, kUptime, seconds(3)), 500300);
}

TEST_F(Networked, closes_every_port_but_that_of_snmp) {
  const auto deliveries = send(0, 162, "x");
  ASSERT_EQ(deliveries.size(), 1U);
  EXPECT_EQ(parse_ip(deliveries[0].packet)->payload.substr(0, 2), "\x03\x03"s);
}

TEST_F(Networked, has_no_snmp_without_a_walk) {
  scenario_.devices[0].playing.tree = nullptr;
  EXPECT_EQ(parse_ip(send(0, 161, encode({PduType::get, {kUptime}}))[0].packet)->protocol, kIcmp);
}

TEST_F(Networked, has_nobody_at_other_addresses) {
  const auto to = *IpAddress::parse("10.77.0.9");
  EXPECT_TRUE(network().receive(build_udp(kAgent, to, {40000, 161, "x"}), {}).empty());
}

TEST_F(Networked, delays_loses_and_doubles_packets_as_the_line_says) {
  scenario_.devices[0].playing.line = {milliseconds(50), milliseconds(10), 0.3, 0.1, 0.2};
  int lost = 0;
  int doubled = 0;
  int held = 0;
  for (int i = 0; i < 2000; ++i) {
    const auto deliveries = send(0, 162, "x");
    lost += deliveries.empty() ? 1 : 0;
    doubled += deliveries.size() == 2 ? 1 : 0;
    for (const Delivery& delivery : deliveries) {
      const bool is_held = delivery.after >= kReorderHold;
      held += is_held ? 1 : 0;
      const Delay after = delivery.after - (is_held ? kReorderHold : Delay::zero());
      EXPECT_GE(after, milliseconds(40));
      EXPECT_LE(after, milliseconds(60));
    }
  }
  EXPECT_NEAR(lost, 600, 80);
  EXPECT_NEAR(doubled, 140, 45);
  EXPECT_NEAR(held, 308, 65);
}

TEST_F(Networked, gives_the_same_random_results_on_every_run) {
  scenario_.devices[0].playing.line.loss = 0.5;
  const auto pattern = [&] {
    Network fresh(scenario_);
    std::string seen;
    for (int i = 0; i < 64; ++i)
      seen +=
          fresh.receive(build_udp(kAgent, scenario_.devices[0].address, {1, 9, "x"}), {}).empty()
              ? '-'
              : '+';
    return seen;
  };
  const std::string first = pattern();
  EXPECT_EQ(first, pattern());
  EXPECT_NE(first.find('-'), std::string::npos);
  EXPECT_NE(first.find('+'), std::string::npos);
}

TEST_F(Networked, silences_a_dead_device_with_all_behind_it_and_restarts_it_alone) {
  add_fault(FaultKind::device_dead, {0});
  EXPECT_EQ(begin(), "fault device_dead x: 2 devices");
  EXPECT_FALSE(get(0, kUptime));
  EXPECT_FALSE(get(1, kUptime));
  EXPECT_EQ(end(), "over device_dead x: 2 devices");
  EXPECT_EQ(get(0, kUptime, seconds(25)), 500);
  EXPECT_EQ(get(1, kUptime, seconds(25)), 502500);
}

TEST_F(Networked, cuts_the_fibre_without_a_restart) {
  add_fault(FaultKind::fibre_cut, {1});
  EXPECT_EQ(begin(), "fault fibre_cut x: 1 device");
  EXPECT_TRUE(get(0, kUptime));
  EXPECT_FALSE(get(1, kUptime));
  end();
  EXPECT_EQ(get(1, kUptime, seconds(25)), 502500);
}

TEST_F(Networked, distinguishes_snmp_silence_from_a_closed_port) {
  add_fault(FaultKind::snmp_silent, {0});
  add_fault(FaultKind::snmp_closed, {1});
  network().apply({seconds(10), 0, true});
  network().apply({seconds(10), 1, true});
  const std::string request = encode({PduType::get, {kUptime}});
  EXPECT_TRUE(send(0, 161, request).empty());
  EXPECT_EQ(send(0, 162, request).size(), 1U);
  EXPECT_EQ(parse_ip(send(1, 161, request)[0].packet)->protocol, kIcmp);
}

TEST_F(Networked, reboots_at_once_without_an_end) {
  add_fault(FaultKind::reboot, {0});
  scenario_.faults[0].until.reset();
  EXPECT_EQ(begin(), "fault reboot x: 1 device");
  EXPECT_EQ(get(0, kUptime, seconds(12)), 200);
}

TEST_F(Networked, switches_a_radio_off_by_the_name_of_its_interface) {
  add_fault(FaultKind::radio_off, {1});
  scenario_.faults[0].interface = "wlan0";
  begin();
  EXPECT_EQ(get(1, kOperStatus), 2);
  EXPECT_EQ(get(0, kOperStatus), 1);
  end();
  EXPECT_EQ(get(1, kOperStatus), 1);
}

TEST_F(Networked, removes_the_rows_of_a_vanished_interface_and_restores_them) {
  add_fault(FaultKind::vanish, {1});
  scenario_.faults[0].interface = "wlan0";
  scenario_.faults[0].oids = {kPower};
  begin();
  const std::string request = encode({PduType::get_next, {{1, 3, 6, 1, 2, 1, 1, 3, 0}}});
  const auto deliveries = send(1, 161, request);
  ASSERT_EQ(deliveries.size(), 1U);
  EXPECT_EQ(deliveries[0].packet.substr(deliveries[0].packet.size() - 2), "\x82\x00"s);
  end();
  EXPECT_EQ(get(1, kOperStatus), 1);
  EXPECT_EQ(get(1, kPower), -2000);
}

TEST_F(Networked, lowers_optical_power_from_the_start_of_the_fault) {
  add_fault(FaultKind::optical_fading, {0});
  scenario_.faults[0].oids = {kPower};
  scenario_.faults[0].depth = 800;
  network().apply({seconds(110), 0, true});  // its second occurrence
  EXPECT_EQ(get(0, kPower, seconds(115)), -2400);
  network().apply({seconds(120), 0, false});
  EXPECT_EQ(get(0, kPower, seconds(121)), -2000);
}

TEST_F(Networked, keeps_one_fault_while_another_ends) {
  add_fault(FaultKind::device_dead, {0});
  add_fault(FaultKind::power_cut, {0, 1});
  network().apply({seconds(10), 0, true});
  network().apply({seconds(11), 1, true});
  EXPECT_EQ(network().apply({seconds(20), 0, false}), "over device_dead x: 0 devices");
  EXPECT_FALSE(network().reachable(0));
  EXPECT_EQ(network().apply({seconds(21), 1, false}), "over power_cut x: 2 devices");
  EXPECT_TRUE(network().reachable(1));
}

TEST_F(Networked, answers_no_more_requests_in_a_second_than_its_limit) {
  scenario_.devices[0].playing.rate_limit = 2;
  EXPECT_TRUE(get(0, kUptime, seconds(5)));
  EXPECT_TRUE(get(0, kUptime, seconds(5)));
  EXPECT_FALSE(get(0, kUptime, seconds(5)));
  EXPECT_TRUE(get(0, kUptime, seconds(6)));
  for (int i = 0; i < 9; ++i)
    EXPECT_TRUE(get(1, kUptime, seconds(5)));
}

TEST_F(Networked, replies_from_the_neighbour_and_five_times_on_request) {
  scenario_.devices[0].playing.behaviours.add(Behaviour::from_other_address);
  scenario_.devices[0].playing.behaviours.add(Behaviour::five_replies);
  const auto deliveries = send(0, 161, encode({PduType::get, {kUptime}}));
  ASSERT_EQ(deliveries.size(), 5U);
  EXPECT_EQ(parse_ip(deliveries[4].packet)->source.str(), "10.77.0.0");
}

TEST(Isolation, sees_a_default_route_of_either_family) {
  const std::string head = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU\n";
  const std::string tun = "commune0 00004D0A 00000000 0001 0 0 0 0000FFFF 0 0 0\n";
  const std::string way_out = "eth0 00000000 0100000A 0003 0 0 0 00000000 0 0 0\n";
  const std::string zeros(32, '0');
  const std::string lo6 = zeros + " 00 " + zeros + " 00 " + zeros + " ffffffff 1 0 200200 lo\n";
  const std::string eth6 = zeros + " 00 " + zeros + " 00 " + zeros + " 400 1 0 3 eth0\n";
  EXPECT_FALSE(has_default_route(head + tun, lo6));
  EXPECT_TRUE(has_default_route(head + tun + way_out, lo6));
  EXPECT_TRUE(has_default_route(head, lo6 + eth6));
}

}  // namespace
}  // namespace commune::simulator
