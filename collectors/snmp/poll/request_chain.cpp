#include "collectors/snmp/poll/request_chain.hpp"

#include <utility>

#include <fmt/format.h>

namespace commune::snmp {

void RequestChain::ask(Make make, Session::OnReply on_reply) {
  attempt(0, std::move(make), std::move(on_reply));
}

void RequestChain::attempt(int number, Make make, Session::OnReply on_reply) {
  if (clock_() >= patience_.deadline)
    return give_up({Outcome::timeout, 0, 0, {}, "the time for this poll is up"}, on_reply);
  ++figures_.requests;
  if (number > 0) ++figures_.retries;
  const Request request = make(number);
  session_.send(
      request, patience_.timeout,
      [this, number, make = std::move(make), on_reply = std::move(on_reply)](Reply reply) mutable {
        // An error status is an answer too; the caller decides whether it is a failure.
        if (reply.outcome == Outcome::answered || reply.outcome == Outcome::error_status) {
          answered_ = true;
          unanswered_in_a_row_ = 0;
          return on_reply(std::move(reply));
        }
        ++figures_.failures[std::string(to_string(reply.outcome))];
        const bool silent =
            reply.outcome == Outcome::timeout || reply.outcome == Outcome::malformed;
        const bool time_left = clock_() + patience_.timeout <= patience_.deadline;
        if (silent && number < patience_.retries && time_left)
          return attempt(number + 1, std::move(make), std::move(on_reply));
        if (number > 0) reply.failure += fmt::format(", asked {} times", number + 1);
        give_up(std::move(reply), on_reply);
      });
}

void RequestChain::give_up(Reply reply, const Session::OnReply& on_reply) {
  ++unanswered_in_a_row_;
  on_reply(std::move(reply));
}

}  // namespace commune::snmp
