// A device that answers by the book until the input says otherwise: lists cut short, in the wrong
// order or invented, error statuses, silence, tables without an end, clocks that run backwards.
#pragma once

#include <cstddef>
#include <set>

#include "tests/collectors/snmp/poll/fake_device.hpp"
#include "tests/fuzz/input.hpp"

namespace commune::fuzz {

class UnrulyDevice final : public snmp::Session {
 public:
  /// More requests than `most_requests` are more than anybody may send.
  UnrulyDevice(Input& input, std::size_t most_requests);

  void send(const snmp::Request& request, Milliseconds timeout, OnReply on_reply) override;
  bool has_bulk() const override { return book_.has_bulk(); }
  void reset() override { book_.reset(); }

  /// Delivers replies until nobody asks any more.
  void run() { book_.run(); }

  /// What it holds, its clock and the rest of what it does by the book.
  snmp::FakeDevice& book() { return book_; }

  /// From here on so many requests are answered with rows that never end.
  void make_endless(std::size_t requests) { endless_requests_ = requests; }

  /// Its sysUpTime falls with every request.
  void turn_clock_back() { clock_runs_back_ = true; }

 private:
  void check(const snmp::Request& request);
  snmp::Reply spoilt(const snmp::Request& request, snmp::Reply reply);
  void spoil_list(const snmp::Request& request, snmp::VarbindList& list);
  snmp::VarbindList invented(const snmp::Request& request);
  snmp::VarbindList endless(const snmp::Request& request);

  Input& input_;
  std::size_t most_requests_;
  snmp::FakeDevice book_;
  bool under_way_ = false;
  std::size_t endless_requests_ = 0;
  std::set<snmp::Oid> endless_rows_;
  bool clock_runs_back_ = false;
  std::size_t sent_ = 0;
};

}  // namespace commune::fuzz
