// Decides which message goes out next, by which channel, to which address, and what a failure
// means for it. Sends nothing itself and reads no clock.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/model/notify_figures.hpp"
#include "core/time/token_bucket.hpp"
#include "exporters/notify/facts.hpp"
#include "exporters/notify/fault_store.hpp"
#include "exporters/notify/options.hpp"
#include "exporters/notify/route.hpp"
#include "exporters/notify/transport.hpp"

namespace commune::notify {

/// A letter under way.
struct Job {
  std::int64_t message = 0;
  std::size_t channel = 0;
  Letter letter;
  std::string recipient_name;
  std::string line;  ///< The message in one line, for the log.
};

/// A recipient gets the messages about one fault key in order: an end never overtakes its
/// beginning. A beginning that is not delivered when the end comes goes out with it, in one
/// message. Messages that are not critical wait while it is night. Not thread-safe; `options` and
/// `store` outlive it.
class Dispatcher {
 public:
  Dispatcher(const Options& options, Frame frame, FaultStore& store);

  /// The message that the channel is to send now; empty if none is due. It is under way until
  /// record() gets its result.
  std::optional<Job> next(std::size_t channel, LedgerTime now);

  void record(const Job& job, const Outcome& outcome, LedgerTime now);

  /// Delivered, failed and abandoned by channel.
  const std::vector<NotifyFigures::Channel>& figures() const { return figures_; }

 private:
  struct ChannelHealth {
    int failures_in_a_row = 0;
    LedgerTime last_failure{};
    LedgerTime paused_until{};  ///< The far end asked for that.
  };
  struct Ending {
    MessageState state = MessageState::delivered;
    std::string channel, line;
  };

  const Recipient* find(const std::string& id) const;
  bool is_held(const Waiting& message, LedgerTime now) const;
  bool is_resting(std::size_t channel, LedgerTime now) const;
  bool is_paused(std::size_t channel, LedgerTime now) const;
  std::optional<Waiting> first_due(std::size_t channel, LedgerTime now);
  bool may_go(const Waiting& message, const Recipient& recipient, std::size_t channel,
              LedgerTime now);
  bool merge(const std::vector<Waiting>& all, Waiting& message, LedgerTime now);
  std::optional<Job> job_for(const Waiting& message, std::size_t channel);
  void give_up(const Waiting& message, LedgerTime now);
  void finish(std::int64_t message, Ending ending, LedgerTime now);
  void write_down(LedgerTime now);
  void note_failure(const Job& job, const Outcome& outcome, LedgerTime now);
  void note_success(std::size_t channel, LedgerTime now);

  const Options& options_;
  Frame frame_;
  FaultStore& store_;
  std::vector<TokenBucket> buckets_;
  std::vector<ChannelHealth> health_;
  std::vector<NotifyFigures::Channel> figures_;
  std::map<std::int64_t, Route> routes_;
  std::map<std::int64_t, std::string> last_error_;
  std::set<std::int64_t> under_way_;
  std::map<std::int64_t, Ending> unwritten_;  ///< Over, but the disk did not take it yet.
};

}  // namespace commune::notify
