// The clock of a device's SNMPv3 engine as learnt from its traps, so that a replayed one is refused
// (RFC 3414, 3.2.7b). Pure.
#pragma once

#include <string>

#include "collectors/snmp/session/datagram.hpp"
#include "core/model/time.hpp"

namespace commune::snmp {

class SenderClock {
 public:
  static constexpr std::chrono::seconds kWindow{150};

  /// False for a message that is older than the engine's clock allows. A message newer than the
  /// last is accepted however late it comes, as clocks of small devices run slow.
  bool timely(const DatagramHead& head, MonoTime now) const {
    if (head.engine_id != engine_id_ || head.engine_boots > boots_) return true;
    if (head.engine_boots < boots_) return false;
    return head.engine_time >= latest_ || started(head, now) - started_ <= kWindow;
  }

  /// Sets the clock by an authentic message; never back within one boot.
  void advance(const DatagramHead& head, MonoTime now) {
    const bool same = head.engine_id == engine_id_ && head.engine_boots == boots_;
    if (same && head.engine_time < latest_) return;
    engine_id_ = head.engine_id;
    boots_ = head.engine_boots;
    latest_ = head.engine_time;
    started_ = started(head, now);
  }

 private:
  /// When the engine's time was 0, by our clock.
  static MonoTime started(const DatagramHead& head, MonoTime now) {
    return now - std::chrono::seconds(head.engine_time);
  }

  std::string engine_id_;  ///< Empty before the first authentic message.
  std::uint32_t boots_ = 0, latest_ = 0;
  MonoTime started_;
};

}  // namespace commune::snmp
