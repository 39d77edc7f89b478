// A device made of a list: answers requests by RFC 3416 from memory, and misbehaves as configured.
// Stands behind the Session seam, so that polling logic is tested without packets or time.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "collectors/snmp/session/session.hpp"

namespace commune::snmp {

/// Replies wait until run() delivers them, as they would on a loop.
class FakeDevice final : public Session {
 public:
  std::map<Oid, Value> values;
  bool v1 = false;
  std::size_t most_varbinds = 1000;  ///< More than that is answered with tooBig.
  bool bulk_is_silent = false;       ///< GETBULK brings no answer.
  bool silent = false;
  std::vector<Request> requests;  ///< All that were sent.
  std::function<bool(const Request&)> drop = [](const Request&) { return false; };
  int resets = 0;

  void send(const Request& request, Milliseconds timeout, OnReply on_reply) override;
  bool has_bulk() const override { return !v1; }
  void reset() override { ++resets; }

  /// Delivers replies until nobody asks any more.
  void run();

  /// Requests of one kind so far.
  std::size_t count(Request::Type type) const;

  /// The time that replies and timeouts took, for a clock made of it.
  MonoTime now{std::chrono::hours(1)};

 private:
  Reply answer(const Request& request) const;
  Varbind next(const Oid& oid) const;

  std::deque<std::pair<Reply, OnReply>> queue_;
};

}  // namespace commune::snmp
