// Published figures of the tests: counts since the start, last valid results, budgets. Pure.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>

#include "collectors/throughput/account.hpp"
#include "collectors/throughput/measurement.hpp"
#include "core/model/reading.hpp"

namespace commune::throughput {

/// The figures of one test.
class TestRecord {
 public:
  void ended(const Measured& measured);

  std::uint64_t runs(Ending ending) const { return runs_[static_cast<std::size_t>(ending)]; }
  std::uint64_t bytes(Direction way) const { return bytes_[static_cast<std::size_t>(way)]; }
  /// Whether the processor limited the last result; empty without one.
  std::optional<bool> limited() const { return limited_; }
  /// Why the last run had no result; empty when it had one.
  const std::string& trouble() const { return trouble_; }

 private:
  std::array<std::uint64_t, kEndingCount> runs_{};
  std::array<std::uint64_t, kDirectionCount> bytes_{};
  std::optional<bool> limited_;
  std::string trouble_;
};

/// A test that never ran has counts of 0 and a budget; one that was never valid has no result.
DeviceReadingsPtr readings(const std::vector<SpeedTest>& tests,
                           const std::map<std::string, TestRecord>& records, const Account& account,
                           Moment taken);

}  // namespace commune::throughput
