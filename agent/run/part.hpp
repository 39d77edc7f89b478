// A part of the agent, for the table in app.cpp: it can be checked, started, given a new
// configuration, and stopped. Thin adapters in parts/ make parts of the collectors, exporters and
// the ledger, which do not depend on each other.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agent/run/configuration.hpp"
#include "core/model/result.hpp"
#include "core/runtime/work_record.hpp"

namespace commune {

/// Parts are started in the order of the table and stopped in reverse. start() and stop() are
/// called on the main thread, once each, while the main loop does not run; the rest while it runs,
/// by one reload at a time.
class Part {
 public:
  /// `name` is the label `part` of commune_part_failures_total.
  explicit Part(std::string name) : name_(std::move(name)) {}
  virtual ~Part() = default;
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  const std::string& name() const { return name_; }

  /// Counts its failures and its processor time.
  const std::shared_ptr<WorkRecord>& record() const { return record_; }

  /// Whether use() could accept `next`. Changes nothing; may read files. On the reload's thread.
  virtual Result<void> check(const Configuration& /*next*/) { return {}; }

  /// Settings that differ in `next` and take effect only after a restart: "[agent] state_dir".
  virtual std::vector<std::string> needs_restart(const Configuration& /*next*/) const { return {}; }

  /// An error ends the agent: nothing of the part may be running then.
  virtual Result<void> start() { return {}; }

  /// When use() is called at a reload, and on which thread.
  enum class Turn : std::uint8_t {
    together,    ///< In one handler on the main loop, with all others that must agree.
    afterwards,  ///< On the reload's thread; may wait for the disk.
  };
  virtual Turn turn() const { return Turn::afterwards; }

  /// Runs with `next` from now on, which check() has accepted. On an error it keeps running as
  /// before.
  virtual Result<void> use(const Configuration& /*next*/) { return {}; }

  /// When it returns, no thread of the part runs.
  virtual void stop() {}

 private:
  std::string name_;
  std::shared_ptr<WorkRecord> record_ = std::make_shared<WorkRecord>();
};

}  // namespace commune
