// The work of `discover`: sweeps with pings and polls devices that answered by SNMP, on one loop,
// until all is done or a signal ends it. Sends only to addresses of the sweep.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "agent/commands/discover/found_device.hpp"
#include "agent/commands/discover/progress.hpp"
#include "agent/commands/progress_line.hpp"
#include "collectors/icmp/sweep.hpp"
#include "collectors/snmp/survey/survey.hpp"
#include "core/model/result.hpp"
#include "core/runtime/event_loop.hpp"

#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>

namespace commune::discover {

struct DiscoveryPlan {
  icmp::SweepOptions sweep;
  snmp::SurveyOptions survey;
  bool silent_too = false;  ///< Polls devices by SNMP even if they do not answer pings.
};

struct DiscoveryOutcome {
  std::vector<FoundDevice> found;  ///< Sorted by address.
  bool complete = true;            ///< False: a signal came first.
  bool nothing_sent = false;       ///< No ping could be sent...
  std::string send_failure;        ///< ...or some could not, and why.
};

/// One use. The caller's thread runs it; net-snmp then belongs to that thread.
class Discovery {
 public:
  Discovery(DiscoveryPlan plan, ProgressLine& progress);

  /// Blocks until the end, or until SIGINT or SIGTERM. Fails if no echo socket may be opened or if
  /// profiles are not consistent.
  Result<DiscoveryOutcome> run();

 private:
  void answered(const Address& address);
  void swept();
  void surveyed(snmp::Surveyed result);
  void feed_silent();
  void end_when_done();
  void show_progress();
  ProgressFigures figures() const;

  DiscoveryPlan plan_;
  ProgressLine& progress_;
  EventLoop loop_;
  asio::signal_set signals_;
  asio::steady_timer progress_timer_;
  std::unique_ptr<snmp::Survey> survey_;
  std::unique_ptr<icmp::Sweep> sweep_;
  std::map<Address, FoundDevice> found_;
  std::size_t identified_ = 0;
  bool sweeping_ = true;
  std::uint64_t next_silent_ = 0;  ///< Position among the addresses.
  bool interrupted_ = false;
  MonoTime started_{};
};

}  // namespace commune::discover
