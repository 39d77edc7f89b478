// Decides what is sent when: in order, fresh samples first if the receiver accepts that, again
// after a failure, in ever smaller requests if something in a request is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exporters/remote_write/batch.hpp"
#include "exporters/remote_write/queue.hpp"
#include "exporters/remote_write/verdict.hpp"

namespace commune::remote_write {

struct SenderOptions {
  std::string name;                  ///< For the log.
  bool fresh_first = false;          ///< The receiver accepts samples out of order.
  std::size_t most_samples = 5'000;  ///< In one request.
  std::string seed = {};  ///< Different on each gateway, so that they do not all send at the same
                          ///< moment.
};

/// Not thread-safe, but the result of next() may be sent while nothing else is called.
class Sender {
 public:
  explicit Sender(SenderOptions options);

  struct Errand {
    const Batch* batch = nullptr;
    Stretch stretch;
  };
  /// What to send now; nothing if there is nothing, or not before not_before().
  std::optional<Errand> next(Queue& queue, const Clock& clock);

  /// The result of the last errand, whose body was `bytes` long.
  void judge(const Verdict& verdict, std::size_t bytes, Queue& queue, const Clock& clock);

  /// Empty: as soon as there is something to send.
  std::optional<MonoTime> not_before() const { return not_before_; }

  /// Fills the figures of the sender.
  void add_figures(RemoteWriteFigures& figures) const;

 private:
  /// A batch, and the stretches of it that are still to be sent.
  struct Job {
    Batch batch;
    std::deque<Stretch> to_go;
  };
  struct Refusal {
    std::size_t item = 0;
    std::string what;
  };

  Job job_for(Batch batch) const;
  Job& job() { return fresh_ ? *fresh_ : job_; }
  void taken(std::size_t bytes, Queue& queue, const Clock& clock);
  void forget_job();
  void fresh_failed(const Verdict& verdict, const Clock& clock);
  void failed(const Verdict& verdict, Queue& queue, const Clock& clock);
  void later(const Verdict& verdict, Queue& queue, const Clock& clock);
  void refused(const Verdict& verdict, Queue& queue, const Clock& clock);
  void too_large(const Verdict& verdict, Queue& queue, const Clock& clock);
  void hold(const std::string& why, const Clock& clock);
  void wait_after_failure(const Verdict& verdict, const Clock& clock);

  bool search(const Verdict& verdict, Queue& queue, const Clock& clock);
  void split();
  void put_aside(const Verdict& verdict, Queue& queue, const Clock& clock);
  void give_back_unproven();
  bool is_untouched() const { return !any_taken_ && refusals_.empty() && !searching_; }
  bool is_about_samples() const { return any_taken_ || fresh_taken_ || names_samples_; }
  void end_if_done(Queue& queue, const Clock& clock);
  std::string refusals_text(const Clock& clock) const;
  void note_trouble(const std::string& what);

  SenderOptions options_;
  std::size_t limit_;
  Job job_;
  std::optional<Job> fresh_;           ///< Sent before the other one.
  std::uint64_t fresh_tried_seq_ = 0;  ///< Blocks that are not newer wait for their turn.

  // Refusals of the job, and the evidence that its samples are the reason.
  std::vector<Refusal> refusals_;
  std::size_t proven_ = 0;    ///< The number of refusals that were followed by an accepted request.
  bool any_taken_ = false;    ///< Some of the job's samples were accepted.
  bool fresh_taken_ = false;  ///< Fresh ones were accepted in the meantime.
  bool names_samples_ = false;  ///< A refusal named samples as the reason.

  // The search for a sample that the receiver answers with 500.
  bool searching_ = false;
  bool from_behind_ = false;  ///< The later half first.
  int server_errors_ = 0;     ///< Successive answers 500.
  int trust_ = 0;             ///< The number of further answers 500 that are attributed to samples.

  int failures_ = 0;
  std::optional<MonoTime> not_before_;

  std::uint64_t sent_samples_ = 0, sent_bytes_ = 0, retried_samples_ = 0;
  std::optional<LedgerTime> last_success_;
  std::string trouble_;
};

}  // namespace commune::remote_write
