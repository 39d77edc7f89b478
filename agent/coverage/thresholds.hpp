// The limits between "up" and "degraded", and how long evidence must hold. Read from [thresholds]
// by agent/settings.
#pragma once

#include "core/model/time.hpp"

namespace commune::coverage {

/// Loss and delay from which a path counts as degraded.
struct PathThresholds {
  double loss_ratio = 0.05;
  Milliseconds round_trip{200};
};

struct FibreThresholds {
  PathThresholds path;
  double optical_floor_dbm = -27;  ///< Receive power below it counts as no light.
  double optical_margin_db = 2;    ///< Less than this above the floor is degraded.
  double error_ratio = 0.001;      ///< Errored packets of all received.
};

struct WifiThresholds {
  PathThresholds path;
  double channel_utilization_ratio = 0.8;
  int clients = 60;  ///< On one access point.
};

struct MobileThresholds {
  PathThresholds path;
  double rsrp_floor_dbm = -120;  ///< Below it there is no coverage.
  double rsrp_dbm = -110;
  double rsrq_db = -17;
  double sinr_db = 0;
};

struct InternetThresholds {
  PathThresholds path;
  double throughput_ratio = 0.5;  ///< Share of the contracted rate.
};

struct Thresholds {
  Milliseconds down_after{20'000};
  Milliseconds up_after{10'000};
  FibreThresholds fibre;
  WifiThresholds wifi;
  MobileThresholds mobile;
  InternetThresholds internet;
  PathThresholds loudspeaker{0.2, Milliseconds(500)};
};

}  // namespace commune::coverage
