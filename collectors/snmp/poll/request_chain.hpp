// Sends one request at a time to a device, repeats it when no answer comes, and counts.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "collectors/snmp/session/session.hpp"

namespace commune::snmp {

/// Since the agent started, for one device.
struct RequestFigures {
  std::uint64_t requests = 0;
  std::uint64_t retries = 0;
  std::map<std::string, std::uint64_t, std::less<>>
      failures;  ///< Attempts without an answer, by reason.
};

struct Patience {
  Milliseconds timeout{2'000};
  int retries = 2;
  MonoTime deadline;  ///< No request is sent after it.
};

/// Belongs to the SNMP loop's thread.
class RequestChain {
 public:
  using Make = std::function<Request(int attempt)>;
  using Clock = std::function<MonoTime()>;

  RequestChain(Session& session, RequestFigures& figures, Patience patience, Clock clock)
      : session_(session), figures_(figures), patience_(patience), clock_(std::move(clock)) {}

  /// `make` is called for each attempt (0, 1, ...), so that a retry may ask for less. Calls back
  /// once, from the loop: with the reply, or with the last failure.
  void ask(Make make, Session::OnReply on_reply);

  /// Attempts after the first.
  int retries() const { return patience_.retries; }

  /// The device sent any answer, also an error.
  bool answered() const { return answered_; }

  /// Requests without an answer (retries are part of one request) since the last answer of any
  /// kind.
  int unanswered_in_a_row() const { return unanswered_in_a_row_; }

 private:
  void attempt(int number, Make make, Session::OnReply on_reply);
  void give_up(Reply reply, const Session::OnReply& on_reply);

  Session& session_;
  RequestFigures& figures_;
  Patience patience_;
  Clock clock_;
  bool answered_ = false;
  int unanswered_in_a_row_ = 0;
};

}  // namespace commune::snmp
