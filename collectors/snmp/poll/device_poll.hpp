// One poll of one device, from the first GET to the last table. Asynchronous; owned by the
// collector.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collectors/snmp/poll/device_memory.hpp"
#include "collectors/snmp/poll/scalar_get.hpp"
#include "collectors/snmp/poll/table_walk.hpp"
#include "collectors/snmp/profile/recognition.hpp"

namespace commune::snmp {

/// Result of a poll.
struct PollResult {
  bool answered = false;  ///< The device sent any answer.
  std::string failure;    ///< Text of the first failure; empty without one.
  PolledDevice
      data;  ///< In the order of the profile's tables; empty when the device was not recognised.
  bool restarted = false;
};

/// Chooses the reader for a device by its own description.
class Readers {
 public:
  virtual ~Readers() = default;
  /// Scalars to read before the device can be recognised.
  virtual std::vector<Oid> probes(const DeviceFacts& facts) const = 0;
  /// Never nullptr.
  virtual std::shared_ptr<const Reader> choose(const DeviceFacts& facts) const = 0;
};

/// Steps: recognition, when the device is not known or restarted; scalars; then each table, first
/// what changes, then names and descriptions where they are due. A failed table does not affect the
/// others. Two requests in a row without an answer (each with its retries), or the deadline, end
/// the poll. Belongs to the SNMP loop's thread.
class DevicePoll {
 public:
  using Done = std::function<void(PollResult)>;

  /// All references outlive the poll.
  DevicePoll(Session& session, DeviceMemory& memory, RequestFigures& figures,
             const Readers& readers, Patience patience, RequestChain::Clock clock);

  /// Calls `done` once, from the loop. The poll must not be destroyed before `done` has returned.
  void start(Done done);

 private:
  void recognise();
  void ask_probes(DeviceFacts facts);
  void use(const DeviceFacts& facts);
  void fetch_scalars(std::size_t step);
  std::vector<Oid> oids_of(const Step& step) const;
  void take_scalars(const Step& step, const ScalarValues& values, const Reply* failure);
  bool watch_uptime(const ScalarValues& values);
  RowLayout layout_of(const Step& step) const;
  void walk_table(std::size_t table);
  bool skip_empty(std::size_t table);
  void take_walk(std::size_t table, TableWalk::Result& walked);
  void note_emptiness(std::size_t table);
  void walk_constants(std::size_t table);
  void take_constants(std::size_t table, TableWalk::Result& walked);
  void end_table(std::size_t table);
  bool constants_due(std::size_t table) const;
  bool note(const Reply& failure);
  void finish();

  const Profile& profile() const { return memory_.reader->interpretation->profile(); }
  const PollingPlan& plan() const { return memory_.reader->plan; }

  DeviceMemory& memory_;
  const Readers& readers_;
  RequestChain::Clock clock_;
  RequestChain chain_;
  ScalarGet get_;
  TableWalk walk_;
  MonoTime deadline_;
  PollResult result_;
  Done done_;
  std::vector<Step> scalar_steps_;
};

}  // namespace commune::snmp
