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

/// A fact that a device told, and when. It holds until something newer is told or it is too old.
template <typename T>
struct Told {
  std::optional<T> value;
  MonoTime at{};

  explicit operator bool() const { return value.has_value(); }
  const T& operator*() const { return *value; }
  const T* operator->() const { return &*value; }
};

struct RadiosEvidence {
  int told = 0, up = 0;
  std::optional<double> channel_utilization_ratio;  ///< The busiest radio's.
  std::optional<double> clients;                    ///< On all radios together.
};

struct AccessPointsEvidence {
  double known = 0, up = 0;  ///< As a controller counts them.
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

/// How packets fared on the way to a device in the last minute.
struct PathEvidence {
  double loss_ratio = 0;
  std::optional<Milliseconds> round_trip;  ///< Mean; empty when nothing came back.
};

struct DeviceEvidence {
  bool polled = false;  ///< This agent asks it.
  Reachability reachability = Reachability::unmeasured;
  MonoTime since{};  ///< First evidence of that.
  /// What was asked from here on is not answered, too little yet to call it silent: the state since
  /// is not known. Empty: no doubt.
  std::optional<MonoTime> in_doubt_since;
  Milliseconds patience{0};  ///< What it told counts for so long.

  Told<RadiosEvidence> radios;
  Told<AccessPointsEvidence> access_points;
  Told<CellularEvidence> cellular;
  Told<PowerEvidence> power;
  std::optional<PathEvidence> path;
  Told<MonoTime> started;  ///< When the device says it started.
};

/// What the device at a link's near end says of its port.
struct LinkEvidence {
  Told<bool> port_up;              ///< ifOperStatus, or the ONU in service.
  Told<double> optical_power_dbm;  ///< Received here, or at the ONU.
  Told<double> error_ratio;        ///< Errored packets of all received, between two polls.
  Told<double> receive_rate, transmit_rate;  ///< Bytes a second, between two polls.
  Told<double> speed;                        ///< Nominal, bytes a second.
};

/// One probe of a service, made from the vantage.
struct ServiceEvidence {
  bool essential = true;
  bool reference = false;  ///< Only tells whether anything at all is reached.
  bool measured = true;    ///< False: no verdict yet, or none for too long.
  bool ok = false;         ///< A failure is one from its second round on.
  MonoTime since{};
  std::optional<MonoTime> in_doubt_since;  ///< The last round failed, the one before did not.
  std::optional<Milliseconds> round_trip;  ///< Of the connection to it.
};

/// How the line to the Internet serves, beside whether it does.
struct LineEvidence {
  Told<double> loss_ratio;        ///< Of users' packets beyond here, in the last minute.
  Told<double> throughput_ratio;  ///< Of what was contracted; the worse direction's.
};

struct Evidence {
  std::vector<DeviceEvidence> devices;  ///< By DeviceIndex.
  std::vector<LinkEvidence> links;      ///< By LinkIndex.
  std::vector<ServiceEvidence> services;
  LineEvidence line;
  std::optional<bool> carrier;  ///< Of the agent's own port towards the world; empty: not told.
  MonoTime carrier_since{};
};

}  // namespace commune::coverage
