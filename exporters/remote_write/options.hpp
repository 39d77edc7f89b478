// Where samples are sent to and how many may wait on disk. Filled by agent/settings from
// [[remote_write]].
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/model/at_start.hpp"
#include "core/model/time.hpp"

namespace commune::remote_write {

/// One server that accepts remote write 1.0: Prometheus, VictoriaMetrics, Mimir and others.
struct Receiver {
  std::string id;              ///< Names the queue's directory: stays when the URL changes.
  std::string url;             ///< "https://…/api/v1/write", without a login.
  std::string ca_certificate;  ///< PEM file; empty: the system's.
  std::string client_certificate, client_key;  ///< PEM files; empty: none.
  std::string user, password;                  ///< Basic authentication; empty: none.
  std::string bearer_token;                    ///< Empty: none.
  /// On every series, beside job, instance and agent.
  std::vector<std::pair<std::string, std::string>> labels;
  Milliseconds interval{60'000};  ///< Between two samples of a series.
  /// The greatest age, relative to its newest sample, at which the receiver accepts a sample:
  /// Prometheus's out_of_order_time_window. 0: it needs them in order.
  Milliseconds out_of_order_window{0};
  Milliseconds max_age = std::chrono::hours(24 * 30);  ///< Older samples are dropped.
  std::uint64_t quota_bytes = 256ULL << 20;  ///< Of the queue; the oldest are dropped first.
  double bytes_per_second = 0;               ///< At most; 0: unlimited.

  friend bool operator==(const Receiver&, const Receiver&) = default;
};

struct Options {
  AtStart<std::string>
      directory;         ///< [agent] state_dir; the queues are in remote_write/ID below it.
  std::string instance;  ///< Label instance and agent: the site of the agent.
  Milliseconds commit_interval{5'000};  ///< The longest time that a power cut may lose.
  std::vector<Receiver> receivers;

  static constexpr auto kStartSettings =
      std::tuple(StartSetting("[agent] state_dir", &Options::directory));
};

}  // namespace commune::remote_write
