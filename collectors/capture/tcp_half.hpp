// One direction of a TCP connection as it passes here: bytes sent, gaps, and the segments that are
// timed until their acknowledgement comes back. Pure; fixed size; a new one is all zeros.
#pragma once

#include <cstdint>
#include <optional>

#include "collectors/capture/tcp_segment.hpp"

namespace commune::capture {

/// Microseconds of a packet's time, the low 32 bits: differences under an hour are right.
using ShortTime = std::uint32_t;

/// Relation of a segment to the bytes that passed before.
enum class Passage : std::uint8_t {
  empty,          ///< Neither data, SYN nor FIN; or a keep-alive.
  fresh,          ///< Bytes that follow those before, or leave a gap: lost or late before here.
  late,           ///< Fills such a gap: reordered, or sent again after a loss before here.
  retransmitted,  ///< Bytes that passed here before: lost beyond here, or believed to be.
};

/// Times data that passes here until the far end's acknowledgement passes back.
///
/// Acknowledgement numbers are matched exactly with the end of a timed segment, so that the sample
/// runs from the very segment that let the receiver answer. Samples that would measure something
/// else than the round trip are left out: - a retransmission makes it unknown which of the two was
/// answered, and everything sent behind a
///   gap waits for its repair (Karn and Partridge, 1987). With timestamps the receiver says which
///   one it was: TSecr of the acknowledgement that closes the gap is the TSval of the segment that
///   filled it. Only a TSval that appeared for the first time counts, whatever it came on: the
///   clock that makes them ticks slowly, and the same value may stand on an earlier segment.
/// - pure acknowledgements are never timed: they are not answered, so their TSval comes back with
/// the next data of the other end. - a receiver that holds less than two full segments may wait for
/// more (delayed
///   acknowledgements, RFC 9293 3.8.6.3: up to half a second) when nothing follows. What is
///   answered alone, with nothing soon behind it, is therefore not believed; nor what a receiver
///   that collects answers alone: something was lost then. SYN and SYN/ACK are answered at once,
///   always.
/// - TSecr of an ordinary acknowledgement is not used for the match: it names the first of the
///   segments that the receiver collected, so the time of collecting would be added.
struct TcpHalf {
  struct Mark {
    std::uint32_t start, end;
    std::uint32_t timestamp;  ///< TSval.
    ShortTime sent;
    bool syn, repair;
  };
  struct Gap {
    std::uint32_t start, end;
  };
  static constexpr std::size_t kMarks = 4, kGaps = 4;

  /// A segment of this direction passed.
  Passage send(const TcpSegment& segment, ShortTime now);

  /// The other direction acknowledged. Returns a round trip when there is one.
  std::optional<ShortTime> acknowledge(const TcpSegment& segment, ShortTime now);

  /// Forgets timed segments after a silence that is too long for an answer.
  void forget_marks() { mark_count = 0; }

  /// The invariants, asserted by tests.
  bool sound() const;

  std::uint32_t next;   ///< One after the highest byte that passed.
  std::uint32_t acked;  ///< Highest acknowledgement that came back.
  std::uint32_t newest_timestamp;
  std::uint16_t largest;  ///< Largest payload of a segment so far.
  bool known, timestamped, finished;
  bool collects;  ///< The receiver was seen to answer several segments at once.
  std::uint8_t mark_count, gap_count;
  Mark marks[kMarks];
  Gap gaps[kGaps];  ///< Ascending.

 private:
  Passage place(std::uint32_t start, std::uint32_t end);
  void add_gap(std::uint32_t start, std::uint32_t end);
  bool fill_gap(std::uint32_t start, std::uint32_t end);
  void remove_gap(std::size_t index);
  void mark(const TcpSegment& segment, ShortTime now, bool repair);
  bool first_appearance(const TcpSegment& segment);
  std::optional<ShortTime> sample(const TcpSegment& segment, ShortTime now);
  bool answered_at_once(std::size_t index);
  void drop_up_to(std::uint32_t acknowledged);
};

}  // namespace commune::capture
