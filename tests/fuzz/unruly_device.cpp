#include "tests/fuzz/unruly_device.hpp"

#include <algorithm>

#include "tests/fuzz/require.hpp"
#include "tests/fuzz/snmp_values.hpp"

namespace commune::fuzz {
namespace {

using snmp::Oid;
using snmp::Outcome;
using snmp::Reply;
using snmp::Request;
using snmp::VarbindList;

const Oid kSysUpTime{1, 3, 6, 1, 2, 1, 1, 3, 0};
constexpr std::size_t kLongestOid = 128;  // RFC 2578, 3.5; net-snmp takes no longer ones.

Reply failure(Outcome outcome) {
  return {outcome, 0, 0, {}, "as the input says"};
}

// The next OID behind `oid`, one level down the first time.
Oid following(const Oid& oid, bool deeper) {
  if (deeper && oid.size() < kLongestOid) return oid.with(1);
  std::vector<std::uint32_t> numbers(oid.numbers().begin(), oid.numbers().end());
  ++numbers.back();
  return Oid(std::move(numbers));
}

}  // namespace

UnrulyDevice::UnrulyDevice(Input& input, std::size_t most_requests)
    : input_(input), most_requests_(most_requests) {}

void UnrulyDevice::send(const Request& request, Milliseconds timeout, OnReply on_reply) {
  check(request);
  under_way_ = true;
  if (clock_runs_back_) {
    const auto ticks = static_cast<std::int64_t>(0xFFFFFFFFU - sent_ * 100'000U % 0x7FFFFFFFU);
    book_.values[kSysUpTime] = snmp::Integer{snmp::IntegerType::time_ticks, ticks};
  }
  book_.requests.clear();
  book_.send(request, timeout, [this, request, answer = std::move(on_reply)](Reply reply) {
    under_way_ = false;
    answer(spoilt(request, std::move(reply)));
  });
}

void UnrulyDevice::check(const Request& request) {
  require(!under_way_, "two requests at once");
  require(++sent_ <= most_requests_, "more than {} requests", most_requests_);
  require(!request.oids.empty(), "a request for nothing");
  for (const Oid& oid : request.oids)
    require(!oid.empty() && oid.size() <= kLongestOid, "an OID of {} numbers", oid.size());
  const bool bulk = request.type == Request::Type::get_bulk;
  require(!bulk || has_bulk(), "GETBULK to a device without it");
  require(bulk == (request.max_repetitions > 0), "{} repetitions", request.max_repetitions);
  require(request.max_repetitions <= 255, "{} repetitions", request.max_repetitions);
}

Reply UnrulyDevice::spoilt(const Request& request, Reply reply) {
  if (endless_requests_ > 0 && request.type != Request::Type::get) {
    --endless_requests_;
    return {Outcome::answered, 0, 0, endless(request), {}};
  }
  switch (input_.below(16)) {
    case 8:
      return failure(Outcome::timeout);
    case 9:
      return failure(static_cast<Outcome>(2 + input_.below(5)));
    case 10: {
      const int status = static_cast<int>(input_.below(20)) + 1;
      const int index = input_.byte() - 2;
      return {Outcome::error_status, status, index, {}, "error status"};
    }
    case 11:
      return {Outcome::answered, 0, 0, invented(request), {}};
    case 12:
    case 13:
    case 14:
    case 15:
      spoil_list(request, reply.varbinds);
      break;
    default:
      break;
  }
  return reply;
}

void UnrulyDevice::spoil_list(const Request& request, VarbindList& list) {
  if (list.empty()) return;
  auto& spoilt = list[input_.byte() % list.size()];
  switch (input_.below(8)) {
    case 0:
      spoilt.value = take_value(input_);
      break;
    case 1:
      spoilt.oid = request.oids[input_.byte() % request.oids.size()];
      break;
    case 2:
      spoilt.oid = request.oids[input_.byte() % request.oids.size()].with(take_index(input_));
      break;
    case 3:
      spoilt.oid = take_index(input_);
      break;
    case 4:
      list.resize(input_.byte() % list.size());
      break;
    case 5:
      std::reverse(list.begin(), list.end());
      break;
    case 6:
      std::rotate(list.begin(), list.begin() + 1, list.end());
      break;
    case 7:
      list.insert(list.end(), list.begin(), list.end());
      break;
  }
}

VarbindList UnrulyDevice::invented(const Request& request) {
  VarbindList list(input_.below(64));
  for (auto& varbind : list) {
    varbind.oid = request.oids[input_.byte() % request.oids.size()].with(take_index(input_));
    varbind.value = take_value(input_);
    if (varbind.oid.size() > kLongestOid) varbind.oid = request.oids.front();
  }
  return list;
}

VarbindList UnrulyDevice::endless(const Request& request) {
  VarbindList list;
  std::vector<Oid> cursors = request.oids;
  const int rounds = std::max(request.max_repetitions, 1);
  for (int round = 0; round < rounds; ++round)
    for (Oid& cursor : cursors) {
      const bool deeper = endless_rows_.erase(cursor) == 0;
      cursor = following(cursor, deeper);
      endless_rows_.insert(cursor);
      list.push_back({cursor, snmp::Integer{snmp::IntegerType::counter32, round}});
    }
  return list;
}

}  // namespace commune::fuzz
