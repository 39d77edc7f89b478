// The quantity table itself, visible to the compiler: a quantity that is misspelt in the program
// does not compile. Included where quantities are named; all else needs core/model/quantity.hpp
// alone.
#pragma once

#include <array>
#include <iterator>
#include <optional>

#include "core/model/quantity.hpp"

namespace commune {
namespace quantity_table {

using enum MetricType;
using L = LabelName;

inline constexpr double kAny = std::numeric_limits<double>::infinity();

inline constexpr std::array kByInterfaceAlias = {L::interface, L::alias};
inline constexpr std::array kByInterface = {L::interface};
inline constexpr std::array kByRadioSsid = {L::ap, L::radio, L::ssid};
inline constexpr std::array kByRadio = {L::ap, L::radio};
inline constexpr std::array kByPeer = {L::radio, L::peer};
inline constexpr std::array kByPeerStat = {L::radio, L::peer, L::stat};
inline constexpr std::array kByPort = {L::port};
inline constexpr std::array kByPon = {L::pon};
inline constexpr std::array kByOnu = {L::pon, L::onu};
inline constexpr std::array kByModem = {L::modem};
inline constexpr std::array kModemInfo = {L::modem, L::technology, L::operator_};
inline constexpr std::array kByCpu = {L::ap, L::cpu};
inline constexpr std::array kByPool = {L::ap, L::pool};
inline constexpr std::array kBySensor = {L::sensor};
inline constexpr std::array kByPhase = {L::phase};
inline constexpr std::array kByTable = {L::table};
inline constexpr std::array kByReason = {L::reason};
inline constexpr std::array kByKind = {L::kind};
inline constexpr std::array kByFamilyMethod = {L::family, L::method};
inline constexpr std::array kProbeInfo = {L::probe, L::kind, L::name, L::target, L::essential};
inline constexpr std::array kByProbe = {L::probe};
inline constexpr std::array kByProbeReason = {L::probe, L::reason};
inline constexpr std::array kByProbePhase = {L::probe, L::phase};
inline constexpr std::array kByTraffic = {L::interface, L::direction, L::class_};
inline constexpr std::array kByInterfaceReason = {L::interface, L::reason};
inline constexpr std::array kByInterfaceRank = {L::interface, L::rank};
inline constexpr std::array kByInterfaceSide = {L::interface, L::side};
inline constexpr std::array kTestInfo = {L::test, L::name};
inline constexpr std::array kByTest = {L::test};
inline constexpr std::array kByTestDirection = {L::test, L::direction};
inline constexpr std::array kByTestReason = {L::test, L::reason};
inline constexpr std::array kByTestResult = {L::test, L::result};
inline constexpr std::array kByTestPhase = {L::test, L::phase};
inline constexpr std::array kByTestPeriod = {L::test, L::period};
inline constexpr std::span<const LabelName> kNone;

inline constexpr Scope kDevice = Scope::device;
inline constexpr Scope kVantage = Scope::vantage;
inline constexpr Scope kAgent = Scope::agent;

// clang-format off
inline constexpr Quantity kRows[] = {
    // Device
    {"device.uptime", "commune_device_uptime_seconds", gauge, Unit::seconds, "Time since the device started.", kNone, kDevice, 0, kAny},

    // ICMP
    {"icmp.requests", "commune_icmp_requests_total", counter, Unit::none, "Echo requests sent.", kNone},
    {"icmp.replies", "commune_icmp_replies_total", counter, Unit::none, "Echo replies that matched a request in time.", kNone},
    {"icmp.refused", "commune_icmp_refused_total", counter, Unit::none, "Packets that looked like answers but were not counted, by reason.", kByReason, kAgent},
    {"icmp.round_trip", "commune_icmp_round_trip_seconds", histogram, Unit::seconds, "Round trip of echo requests, by the kernel's receive time.", kNone},
    {"icmp.socket_info", "commune_icmp_socket_info", gauge, Unit::none, "Kind of socket that sends echo requests: raw or ping; always 1.", kByFamilyMethod, kAgent},

    // SNMP
    {"snmp.up", "commune_snmp_up", gauge, Unit::none, "1 when the device answered the last SNMP poll, else 0.", kNone},
    {"snmp.table_up", "commune_snmp_table_up", gauge, Unit::none, "1 if the last poll read the whole table, else 0.", kByTable},
    {"snmp.table_last_success", "commune_snmp_table_last_success_timestamp_seconds", gauge, Unit::timestamp, "When the whole table was last read.", kByTable},
    {"snmp.requests", "commune_snmp_requests_total", counter, Unit::none, "SNMP requests sent, retries included.", kNone},
    {"snmp.retries", "commune_snmp_retries_total", counter, Unit::none, "SNMP requests sent again because no answer came.", kNone},
    {"snmp.failures", "commune_snmp_failures_total", counter, Unit::none, "SNMP requests without a usable answer, by reason.", kByReason},
    {"snmp.refused", "commune_snmp_refused_total", counter, Unit::none, "Datagrams that looked like answers but were not accepted, by reason.", kByReason},
    {"snmp.poll_duration", "commune_snmp_poll_duration_seconds", gauge, Unit::seconds, "How long the last poll took.", kNone},
    {"snmp.traps", "commune_snmp_traps_total", counter, Unit::none, "Notifications (traps and informs) accepted from the device, by kind.", kByKind},
    {"snmp.traps_refused", "commune_snmp_traps_refused_total", counter, Unit::none, "Datagrams to the trap port that were dropped, by reason.", kByReason, kAgent},

    // Interfaces: IF-MIB
    {"interface.up", "commune_interface_up", gauge, Unit::none, "1 when the interface is operationally up (ifOperStatus), else 0.", kByInterfaceAlias, kDevice, 0, 1},
    {"interface.admin_up", "commune_interface_admin_up", gauge, Unit::none, "1 when the interface is switched on (ifAdminStatus), else 0.", kByInterfaceAlias, kDevice, 0, 1},
    {"interface.speed", "commune_interface_speed_bytes_per_second", gauge, Unit::bytes_per_second, "Nominal speed (ifHighSpeed or ifSpeed).", kByInterfaceAlias, kDevice, 0, 5.4e14},
    {"interface.receive_bytes", "commune_interface_receive_bytes_total", counter, Unit::bytes, "Octets received.", kByInterface, kDevice, 0, kAny},
    {"interface.transmit_bytes", "commune_interface_transmit_bytes_total", counter, Unit::bytes, "Octets sent.", kByInterface, kDevice, 0, kAny},
    {"interface.receive_packets", "commune_interface_receive_packets_total", counter, Unit::packets, "Unicast packets received.", kByInterface, kDevice, 0, kAny},
    {"interface.transmit_packets", "commune_interface_transmit_packets_total", counter, Unit::packets, "Unicast packets sent.", kByInterface, kDevice, 0, kAny},
    {"interface.receive_errors", "commune_interface_receive_errors_total", counter, Unit::packets, "Packets received with errors.", kByInterface, kDevice, 0, kAny},
    {"interface.transmit_errors", "commune_interface_transmit_errors_total", counter, Unit::packets, "Packets not sent because of errors.", kByInterface, kDevice, 0, kAny},
    {"interface.receive_discards", "commune_interface_receive_discards_total", counter, Unit::packets, "Good packets dropped on receipt.", kByInterface, kDevice, 0, kAny},
    {"interface.transmit_discards", "commune_interface_transmit_discards_total", counter, Unit::packets, "Good packets dropped before sending.", kByInterface, kDevice, 0, kAny},

    // Wi-Fi
    {"wifi.clients", "commune_wifi_clients", gauge, Unit::none, "Stations associated.", kByRadioSsid, kDevice, 0, 100000},
    {"wifi.radio_up", "commune_wifi_radio_up", gauge, Unit::none, "1 when the radio is on the air, else 0.", kByRadio, kDevice, 0, 1},
    {"wifi.channel", "commune_wifi_channel", gauge, Unit::none, "Channel number.", kByRadio, kDevice, 1, 300},
    {"wifi.channel_utilization", "commune_wifi_channel_utilization_ratio", gauge, Unit::ratio, "Share of the time that the channel is busy.", kByRadio, kDevice, 0, 1},
    {"wifi.noise", "commune_wifi_noise_dbm", gauge, Unit::dbm, "Noise floor.", kByRadio, kDevice, -130, -20},
    {"wifi.transmit_power", "commune_wifi_transmit_power_dbm", gauge, Unit::dbm, "Transmit power.", kByRadio, kDevice, -20, 60},
    {"wifi.access_points", "commune_wifi_access_points", gauge, Unit::none, "Access points that the controller knows.", kNone, kDevice, 0, 1e6},
    {"wifi.access_points_up", "commune_wifi_access_points_up", gauge, Unit::none, "Access points that the controller sees in service.", kNone, kDevice, 0, 1e6},

    // Point-to-point and backhaul radios
    {"radio.signal", "commune_radio_signal_dbm", gauge, Unit::dbm, "Received signal.", kByPeer, kDevice, -130, 20},
    {"radio.snr", "commune_radio_snr_db", gauge, Unit::decibels, "Signal to noise ratio; stat distinguishes minimum and maximum from the mean, if a device reports them.", kByPeerStat, kDevice, -50, 120},
    {"radio.frequency", "commune_radio_frequency_hertz", gauge, Unit::hertz, "Centre frequency.", kByRadio, kDevice, 1e8, 1e12},
    {"radio.link_distance", "commune_radio_link_distance_meters", gauge, Unit::meters, "Distance to the far end.", kByPeer, kDevice, 0, 1e6},
    {"radio.transmit_rate", "commune_radio_transmit_rate_bytes_per_second", gauge, Unit::bytes_per_second, "Modulation rate or capacity, sending.", kByPeer, kDevice, 0, 1e12},
    {"radio.receive_rate", "commune_radio_receive_rate_bytes_per_second", gauge, Unit::bytes_per_second, "Modulation rate or capacity, receiving.", kByPeer, kDevice, 0, 1e12},

    // Optics
    {"optical.receive_power", "commune_optical_receive_power_dbm", gauge, Unit::dbm, "Optical power received.", kByPort, kDevice, -60, 20},
    {"optical.transmit_power", "commune_optical_transmit_power_dbm", gauge, Unit::dbm, "Optical power sent.", kByPort, kDevice, -60, 20},
    {"optical.temperature", "commune_optical_temperature_celsius", gauge, Unit::celsius, "Temperature of the optical module.", kByPort, kDevice, -60, 150},
    {"optical.bias", "commune_optical_bias_amperes", gauge, Unit::amperes, "Laser bias current.", kByPort, kDevice, 0, 2},

    // Passive optical networks
    {"pon.onus", "commune_pon_onus", gauge, Unit::none, "ONUs that the port knows, where a device counts them.", kByPon, kDevice, 0, 1e6},
    {"pon.onu_up", "commune_pon_onu_up", gauge, Unit::none, "1 when the ONU is in service, else 0.", kByOnu, kDevice, 0, 1},
    {"pon.onu_receive_power", "commune_pon_onu_receive_power_dbm", gauge, Unit::dbm, "Optical power received at the ONU.", kByOnu, kDevice, -60, 20},
    {"pon.onu_transmit_power", "commune_pon_onu_transmit_power_dbm", gauge, Unit::dbm, "Optical power sent by the ONU.", kByOnu, kDevice, -60, 20},

    // Cellular
    {"cellular.rsrp", "commune_cellular_rsrp_dbm", gauge, Unit::dbm, "Reference signal received power (3GPP TS 36.214).", kByModem, kDevice, -156, -20},
    {"cellular.rsrq", "commune_cellular_rsrq_db", gauge, Unit::decibels, "Reference signal received quality (3GPP TS 36.214).", kByModem, kDevice, -45, 25},
    {"cellular.sinr", "commune_cellular_sinr_db", gauge, Unit::decibels, "Signal to interference and noise ratio.", kByModem, kDevice, -40, 60},
    {"cellular.rssi", "commune_cellular_rssi_dbm", gauge, Unit::dbm, "Received signal strength, whole band.", kByModem, kDevice, -130, -10},
    {"cellular.registered", "commune_cellular_registered", gauge, Unit::none, "1 when registered with a network, else 0.", kByModem, kDevice, 0, 1},
    {"cellular.info", "commune_cellular_info", gauge, Unit::none, "Operator and technology; always 1.", kModemInfo, kDevice, 1, 1},

    // System
    {"system.cpu", "commune_system_cpu_ratio", gauge, Unit::ratio, "Share of the time that the processor is busy.", kByCpu, kDevice, 0, 1},
    {"system.memory_used", "commune_system_memory_used_ratio", gauge, Unit::ratio, "Share of main memory in use, without buffers and cache.", kByPool, kDevice, 0, 1},
    {"system.temperature", "commune_system_temperature_celsius", gauge, Unit::celsius, "Temperature.", kBySensor, kDevice, -60, 150},

    // Power: UPS-MIB
    {"power.on_battery", "commune_power_on_battery", gauge, Unit::none, "1 when the output is fed by the battery, else 0.", kNone, kDevice, 0, 1},
    {"power.battery_charge", "commune_power_battery_charge_ratio", gauge, Unit::ratio, "Charge of the battery.", kNone, kDevice, 0, 1},
    {"power.battery_runtime", "commune_power_battery_runtime_seconds", gauge, Unit::seconds, "Time the battery would last at the present load.", kNone, kDevice, 0, 1e7},
    {"power.output_load", "commune_power_output_load_ratio", gauge, Unit::ratio, "Share of the rated output in use.", kByPhase, kDevice, 0, 5},
    {"power.input_volts", "commune_power_input_volts", gauge, Unit::volts, "Input voltage.", kByPhase, kDevice, 0, 1000},

    // Service probes
    {"probe.info", "commune_probe_info", gauge, Unit::none, "The probe as configured; always 1.", kProbeInfo, kVantage},
    {"probe.up", "commune_probe_up", gauge, Unit::none, "1 when the last round of the probe succeeded, else 0.", kByProbe, kVantage},
    {"probe.rounds", "commune_probe_rounds_total", counter, Unit::none, "Rounds of the probe that ended.", kByProbe, kVantage},
    {"probe.failures", "commune_probe_failures_total", counter, Unit::none, "Rounds of the probe that failed, by reason.", kByProbeReason, kVantage},
    {"probe.duration", "commune_probe_duration_seconds", gauge, Unit::seconds, "How long each phase of the last round took.", kByProbePhase, kVantage},
    {"probe.http_status", "commune_probe_http_status_code", gauge, Unit::none, "Status code of the last HTTP answer.", kByProbe, kVantage},
    {"probe.tls_not_after", "commune_probe_tls_not_after_timestamp_seconds", gauge, Unit::timestamp, "When the first certificate of the server's chain expires.", kByProbe, kVantage},

    // Traffic that passes by
    {"capture.up", "commune_capture_up", gauge, Unit::none, "1 when packets of the interface are captured, else 0.", kByInterface, kVantage},
    {"capture.bytes", "commune_capture_bytes_total", counter, Unit::bytes, "Bytes of network layer packets seen, by direction and class.", kByTraffic, kVantage},
    {"capture.packets", "commune_capture_packets_total", counter, Unit::packets, "Packets seen, by direction and class.", kByTraffic, kVantage},
    {"capture.dropped_packets", "commune_capture_dropped_packets_total", counter, Unit::packets, "Packets that were dropped because a buffer was full or the capture was too slow, by who dropped them.", kByInterfaceReason, kVantage},
    {"capture.unparsed_packets", "commune_capture_unparsed_packets_total", counter, Unit::packets, "Frames that could not be parsed, by reason.", kByInterfaceReason, kVantage},
    {"capture.hosts", "commune_capture_hosts", gauge, Unit::none, "LAN hosts that sent something in the last five minutes, estimated.", kByInterface, kVantage},
    {"capture.heavy_user_share", "commune_capture_heavy_user_share_ratio", gauge, Unit::ratio, "Share of the heaviest hosts in the bytes of the last five minutes, by rank.", kByInterfaceRank, kVantage, 0, 1},
    {"capture.flows", "commune_capture_flows", gauge, Unit::none, "TCP connections and DNS questions that are being followed.", kByInterface, kVantage},
    {"capture.flows_evicted", "commune_capture_flows_evicted_total", counter, Unit::none, "Connections and questions that made room for others before they ended.", kByInterface, kVantage},
    {"capture.tcp_round_trip", "commune_capture_tcp_round_trip_seconds", histogram, Unit::seconds, "Round trips of users' TCP connections between the agent and that side.", kByInterfaceSide, kVantage},
    {"capture.tcp_segments", "commune_capture_tcp_segments_total", counter, Unit::packets, "TCP segments with data that went to that side.", kByInterfaceSide, kVantage},
    {"capture.tcp_retransmissions", "commune_capture_tcp_retransmissions_total", counter, Unit::packets, "TCP segments that were sent again to that side.", kByInterfaceSide, kVantage},
    {"capture.dns_response", "commune_capture_dns_response_seconds", histogram, Unit::seconds, "Time from a DNS question to its answer, by the side of the server.", kByInterfaceSide, kVantage},
    {"capture.dns_unanswered", "commune_capture_dns_unanswered_total", counter, Unit::none, "DNS questions that nobody answered in time, by the side of the server.", kByInterfaceSide, kVantage},

    // Throughput tests
    {"throughput.info", "commune_throughput_info", gauge, Unit::none, "The throughput test as configured; always 1.", kTestInfo, kVantage},
    {"throughput.rate", "commune_throughput_bytes_per_second", gauge, Unit::bytes_per_second, "Rate measured by the last test, without slow start.", kByTestDirection, kVantage},
    {"throughput.contracted", "commune_throughput_contracted_bytes_per_second", gauge, Unit::bytes_per_second, "Contracted rate, as configured.", kByTestDirection, kVantage},
    {"throughput.latency", "commune_throughput_latency_seconds", gauge, Unit::seconds, "Median round trip during the last test, by phase: idle, download, upload.", kByTestPhase, kVantage},
    {"throughput.bytes", "commune_throughput_test_bytes_total", counter, Unit::bytes, "Bytes that tests transferred, including tests that ended early.", kByTestDirection, kVantage},
    {"throughput.runs", "commune_throughput_runs_total", counter, Unit::none, "Tests that ended, by result.", kByTestResult, kVantage},
    {"throughput.last_success", "commune_throughput_last_success_timestamp_seconds", gauge, Unit::timestamp, "When the last valid test ended.", kByTest, kVantage},
    {"throughput.limited", "commune_throughput_limited", gauge, Unit::none, "1 when the last result was limited by something other than the line, by reason; such a result is not valid.", kByTestReason, kVantage},
    {"throughput.budget", "commune_throughput_budget_bytes", gauge, Unit::bytes, "Bytes that tests may move in a period.", kByTestPeriod, kVantage},
    {"throughput.budget_used", "commune_throughput_budget_used_bytes", gauge, Unit::bytes, "Bytes of the budget that are used up in the present period.", kByTestPeriod, kVantage},
};
// clang-format on

}  // namespace quantity_table

/// For names that come from a file; empty when the table has no such quantity.
constexpr std::optional<QuantityIndex> find_quantity(std::string_view name) {
  for (std::size_t i = 0; i < std::size(quantity_table::kRows); ++i)
    if (quantity_table::kRows[i].name == name) return static_cast<QuantityIndex>(i);
  return std::nullopt;
}

/// Never defined: the compiler names it when it refuses a misspelt quantity.
void no_quantity_of_this_name_in_the_table();

/// For names in the program: quantity_index("wifi.clients").
consteval QuantityIndex quantity_index(std::string_view name) {
  const auto found = find_quantity(name);
  if (!found) no_quantity_of_this_name_in_the_table();
  return *found;
}

/// A parameter that takes the name of a quantity: `void add(QuantityName quantity, double value);`
/// is called as add("wifi.clients", 12).
class QuantityName {
 public:
  consteval QuantityName(const char* name) : index_(quantity_index(name)) {}
  constexpr operator QuantityIndex() const { return index_; }

 private:
  QuantityIndex index_;
};

}  // namespace commune
