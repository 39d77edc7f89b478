// Whether others use the line: before a test by the counters alone, during a test by the counters
// minus our own bytes. Pure.
#pragma once

#include <deque>
#include <optional>

#include "collectors/throughput/line.hpp"
#include "core/model/time.hpp"

namespace commune::throughput {

/// How long the line has been quiet. Needs the counters about once a second.
class QuietWatch {
 public:
  /// `below`: bytes a second, in each direction.
  explicit QuietWatch(double below) : below_(below) {}

  void look(MonoTime now, LineCount line);

  /// Time since the line was last busy, at the last look.
  Milliseconds quiet_for() const;

  /// Rate of the busier direction between the last two looks, in bytes a second.
  double last_rate() const { return last_rate_; }

 private:
  double below_;
  std::optional<LineCount> last_;
  MonoTime last_look_{}, quiet_since_{};
  double last_rate_ = 0;
};

/// Finds others' traffic next to our own. Needs the counters every few tens of milliseconds.
class OthersWatch {
 public:
  explicit OthersWatch(double below) : below_(below) {}

  /// `ours`: bytes of this test on the wire, rather too many than too few. Returns others' rate in
  /// bytes a second when it was too high over the last half second: above `below` and above a
  /// twentieth of our own in the busier direction, as our own count is not exact.
  std::optional<double> look(MonoTime now, LineCount line, LineCount ours);

 private:
  struct Sample {
    MonoTime at;
    LineCount line, ours;
  };
  double below_;
  std::deque<Sample> samples_;
};

}  // namespace commune::throughput
