// Small ledgers for the tests of the history, and a directory that is deleted after the test.
#pragma once

#include <string>
#include <vector>

#include "agent/history/options.hpp"
#include "core/model/history_reader.hpp"
#include "core/model/ledger.hpp"

namespace commune::history::testing {

/// Seconds after 2026-11-25T00:00:00Z.
LedgerTime at(std::int64_t seconds);

Subject wifi(const std::string& village);
Interval interval(const Subject& subject, State state, std::int64_t from, std::int64_t to,
                  bool open = false);
Outage outage(const Subject& subject, std::int64_t from, std::optional<std::int64_t> to = {});
Quality quality(const std::string& device, std::int64_t start, std::uint64_t requests,
                std::uint64_t replies);

/// The content of one commit: `up` until `to`, known until then.
LedgerRecords up_until(std::int64_t to);

/// A new directory; deleted with it.
class Directory {
 public:
  Directory();
  ~Directory();
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  /// Commits only when the test says so.
  Options options() const;

 private:
  std::string path_;
};

/// Everything that a reader returns.
std::vector<Interval> intervals_in(const std::string& path, TimeRange range);
std::vector<Outage> outages_in(const std::string& path, TimeRange range);
std::vector<Quality> quality_in(const std::string& path, RollUp roll_up);

}  // namespace commune::history::testing
