// What readings say about devices and links now, silence included. Plain values; nothing is judged
// here.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/model/ids.hpp"
#include "core/model/reachability.hpp"
#include "core/model/time.hpp"

namespace commune::coverage {

/// A fact that a device reported, and when. It holds until a newer report arrives or it is too old.
template <typename T>
struct Reported {
  std::optional<T> value;
  MonoTime at{};

  explicit operator bool() const { return value.has_value(); }
  const T& operator*() const { return *value; }
  const T* operator->() const { return &*value; }
};

struct RadiosEvidence {
  int reported = 0, up = 0;
  std::optional<double> channel_utilization_ratio;  ///< The busiest radio's.
  std::optional<double> clients;                    ///< On all radios together.
};

struct AccessPointsEvidence {
  double known = 0, up = 0;  ///< As the controller counts them.
};

struct CellularEvidence {
  std::optional<bool> registered;
  std::optional<double> rsrp_dbm, rsrq_db, sinr_db;  ///< The best modem's.
  bool only_3g = false;
};

struct PowerEvidence {
  bool on_battery = false;
  std::optional<double> charge_ratio;
};

/// Loss and delay of packets on the way to a device in the last minute.
struct PathEvidence {
  double loss_ratio = 0;
  std::optional<Milliseconds> round_trip;  ///< Mean; empty if nothing came back.
};

struct DeviceEvidence {
  bool polled = false;  ///< This agent polls it.
  Reachability reachability = Reachability::unmeasured;
  MonoTime since{};  ///< First evidence of `reachability`.
  /// Requests from this time on are unanswered, but too few of them to call the device silent: the
  /// state since then is not known. Empty: no doubt.
  std::optional<MonoTime> in_doubt_since;
  Milliseconds patience{0};  ///< How long its reports hold.

  Reported<RadiosEvidence> radios;
  Reported<AccessPointsEvidence> access_points;
  Reported<CellularEvidence> cellular;
  Reported<PowerEvidence> power;
  std::optional<PathEvidence> path;
  Reported<MonoTime> started;  ///< When the device started, by its uptime.
};

/// What the device at a link's near end reports about its port.
struct LinkEvidence {
  Reported<bool> port_up;              ///< ifOperStatus, or the ONU in service.
  Reported<double> optical_power_dbm;  ///< Received here, or at the ONU.
  Reported<double> error_ratio;        ///< Errored packets of all received, between two polls.
  Reported<double> receive_rate, transmit_rate;  ///< Bytes per second, between two polls.
  Reported<double> speed;                        ///< Nominal, bytes per second.
};

/// One probe of a service, made from the vantage.
struct ServiceEvidence {
  bool essential = true;
  bool reference = false;  ///< Only shows whether anything at all can be reached.
  bool measured = true;    ///< False: no verdict yet, or none for too long.
  bool ok = false;         ///< A failure counts from its second round on.
  MonoTime since{};
  std::optional<MonoTime> in_doubt_since;  ///< The last round failed, the one before did not.
  std::optional<Milliseconds> round_trip;  ///< To connect to it.
};

/// How well the line to the Internet works, beside whether it works.
struct LineEvidence {
  Reported<double> loss_ratio;        ///< Loss of users' packets beyond here, in the last minute.
  Reported<double> throughput_ratio;  ///< Share of the contracted rate; the worse direction.
};

struct Evidence {
  std::vector<DeviceEvidence> devices;  ///< By DeviceIndex.
  std::vector<LinkEvidence> links;      ///< By LinkIndex.
  std::vector<ServiceEvidence> services;
  LineEvidence line;
  std::optional<bool> carrier;  ///< The agent's own uplink port; empty: not known.
  MonoTime carrier_since{};
};

}  // namespace commune::coverage
