// What the agent itself finds where it stands: services reached, users' traffic, how much the line
// carries. As exporters see it; immutable and shared.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/model/time.hpp"

namespace commune {

/// One probe. Texts are for people.
struct ServiceStatus {
  std::string name;
  bool essential = false;
  std::optional<bool> ok;                  ///< Empty: no round has ended yet.
  WallTime since{};                        ///< First round that said so, without a break.
  std::optional<double> duration_seconds;  ///< The last successful round's.
  std::string reason;                      ///< As ProbeResult has it.
  std::string failure;                     ///< In English.
};

/// Bytes a second over the last minute. Down: towards users.
struct ClassRate {
  std::string name;
  double down = 0, up = 0;
};

/// How users fare on one side of a captured interface, over the last five minutes.
struct SideStatus {
  std::optional<double> round_trip_seconds;  ///< Median.
  std::optional<double> again_ratio;         ///< Segments that were sent again.
};

/// One captured interface.
struct TrafficStatus {
  std::string interface;
  bool up = false;
  std::vector<ClassRate> classes;  ///< In the order of the configuration.
  std::optional<double> hosts;
  SideStatus lan, wan;
};

/// One throughput test, as of its last valid result. Bytes a second, seconds.
struct LineTestStatus {
  std::string name;
  std::optional<double> download, upload, contracted_download, contracted_upload;
  std::optional<double> idle_latency, loaded_latency;  ///< Loaded: the worse direction's.
  std::optional<WallTime> at;                          ///< Empty: none yet.
};

struct VantagePicture {
  std::vector<ServiceStatus> services;
  std::vector<TrafficStatus> traffic;
  std::vector<LineTestStatus> tests;

  bool empty() const { return services.empty() && traffic.empty() && tests.empty(); }
};

using VantagePicturePtr = std::shared_ptr<const VantagePicture>;

}  // namespace commune
