// Outstanding requests under any order of requests, answers, errors and time, held against a plain
// list of what is on its way.
#include <map>
#include <set>

#include "collectors/icmp/outstanding_requests.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"

namespace commune::fuzz {
namespace {

using icmp::OutstandingRequests;
using icmp::SentRequest;

// Few addresses and nonces, so that wrong ones meet.
Address address_of(std::size_t number) {
  return asio::ip::address_v4(static_cast<std::uint32_t>(0xC0000200U + number));
}

class Exchange {
 public:
  void step(Input& input) {
    switch (input.below(6)) {
      case 0:
        return send(input);
      case 1:
        return reply(input);
      case 2:
        return fail(input);
      case 3:
        return expire();
      case 4:
        now_ += Milliseconds(input.number(2));
        break;
      case 5:
        return send_many(input);
    }
  }

  void check() const {
    require(requests_.outstanding() == outstanding_.size(), "{} outstanding, but {} are expected",
            requests_.outstanding(), outstanding_.size());
  }

 private:
  Moment moment() const { return {WallTime(now_.time_since_epoch()), now_}; }

  void send(Input& input) {
    const auto sequence = requests_.reserve(now_);
    if (!sequence) return require(outstanding_.size() > 1000, "no sequence, though few are taken");
    require(!outstanding_.contains(*sequence), "sequence {} is given twice", *sequence);
    last_ = *sequence;
    if (input.below(8) == 7) return requests_.release(*sequence);
    SentRequest request;
    request.target = icmp::TargetId{++targets_};
    request.destination = address_of(input.below(3));
    request.nonce[0] = static_cast<std::uint8_t>(input.below(3));
    request.sent = moment();
    request.timeout = Milliseconds(input.number(2) % 5000 + 1);
    requests_.sent(*sequence, request);
    outstanding_[*sequence] = request;
  }

  void send_many(Input& input) {
    for (std::size_t left = input.below(64); left > 0; --left)
      send(input);
  }

  icmp::Echo echo(Input& input) const {
    icmp::Echo made;
    const auto back = static_cast<std::uint16_t>(input.byte());
    made.sequence = static_cast<std::uint16_t>(last_ - back);
    made.nonce.emplace()[0] = static_cast<std::uint8_t>(input.below(3));
    if (input.below(8) == 7) made.nonce.reset();
    return made;
  }

  void reply(Input& input) {
    const auto offered = echo(input);
    const Address from = address_of(input.below(3));
    icmp::Arrival arrival{std::nullopt, now_, now_};
    if (input.flag()) arrival.kernel = moment().wall - Milliseconds(input.byte());
    const auto answer = requests_.reply(offered, from, arrival);
    if (!answer) return;
    const auto asked = outstanding_.find(offered.sequence);
    require(asked != outstanding_.end(), "an answer to what was not asked");
    const SentRequest& request = asked->second;
    require(offered.nonce == request.nonce && from == request.destination, "a forgery is believed");
    require(answer->target == request.target, "an answer for another target");
    require(answer->round_trip.count() >= 0 && answer->round_trip <= request.timeout,
            "a round trip of {} ns", answer->round_trip.count());
    outstanding_.erase(asked);
  }

  void fail(Input& input) {
    icmp::RequestError error;
    error.request = echo(input);
    error.destination = address_of(input.below(3));
    const auto target = requests_.failed(error);
    if (!target) return;
    const auto asked = outstanding_.find(error.request.sequence);
    require(asked != outstanding_.end(), "an error about what was not asked");
    require(!error.request.nonce || *error.request.nonce == asked->second.nonce, "a forged error");
    require(*target == asked->second.target, "an error for another target");
    outstanding_.erase(asked);
  }

  void expire() {
    std::set<std::uint64_t> closed;
    while (const auto request = requests_.expire(now_)) {
      require(request->sent.mono + request->timeout <= now_, "a request is closed before its time");
      closed.insert(static_cast<std::uint64_t>(request->target));
    }
    std::erase_if(outstanding_, [&](const auto& entry) {
      const bool due = entry.second.sent.mono + entry.second.timeout <= now_;
      const bool is_closed = closed.contains(static_cast<std::uint64_t>(entry.second.target));
      require(due == is_closed,
              "a request whose time is up is not closed, or one is that has time");
      return is_closed;
    });
  }

  OutstandingRequests requests_;
  std::map<std::uint16_t, SentRequest> outstanding_;
  MonoTime now_{std::chrono::hours(1)};
  std::uint16_t last_ = 0;
  std::uint64_t targets_ = 0;
};

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  Input input(bytes);
  Exchange exchange;
  while (!input.empty()) {
    exchange.step(input);
    exchange.check();
  }
}

std::vector<std::string> seeds() {
  const std::string send("\x00\x01\x01\x00\x03\xE8", 6), many("\x05\x10", 2);
  const std::string answer("\x01\x00\x01\x01\x01\x00", 6), error("\x02\x00\x01\x01\x01", 5);
  const std::string wait("\x04\x04\x00", 3), expire("\x03", 1);
  return {send + answer, send + error, send + wait + expire + answer,
          many + std::string(60, '\x01') + wait + expire + send + answer + answer,
          send + send + answer + error};
}

}  // namespace commune::fuzz
