#include "tests/agent/history/records.hpp"

#include <filesystem>

#include "agent/history/database_reader.hpp"

#include <stdlib.h>

namespace commune::history::testing {
namespace {

constexpr std::int64_t kMidnight = 1'795'564'800;  // 2026-11-25T00:00:00Z
constexpr TimeRange kAlways{LedgerTime(), LedgerTime(std::chrono::hours(24 * 365 * 100))};

}  // namespace

LedgerTime at(std::int64_t seconds) {
  return LedgerTime(std::chrono::seconds(kMidnight + seconds));
}

Subject wifi(const std::string& village) {
  return {VillageId{village}, SiteId{village + "-nvh"}, Access::wifi};
}

Interval interval(const Subject& subject, State state, std::int64_t from, std::int64_t to,
                  bool open) {
  const Cause cause = state == State::down ? Cause::device : Cause::none;
  return {subject, state, cause, {}, at(from), at(to), open};
}

Outage outage(const Subject& subject, std::int64_t from, std::optional<std::int64_t> to) {
  Outage made;
  made.id = subject.site.value + "/" + std::to_string(from);
  made.subject = subject;
  made.start = at(from);
  if (to) made.end = at(*to);
  made.cause = Cause::device;
  made.root_outage = made.id;
  return made;
}

Quality quality(const std::string& device, std::int64_t start, std::uint64_t requests,
                std::uint64_t replies) {
  Quality made;
  made.name = device;
  made.site = SiteId{"ca-nvh"};
  made.village = VillageId{"ca"};
  made.start = at(start);
  made.requests = requests;
  made.replies = replies;
  made.round_trips = {replies, 0, 1};
  return made;
}

LedgerRecords up_until(std::int64_t to) {
  return {{interval(wifi("ca"), State::up, 0, to, true)}, {}, at(to)};
}

Directory::Directory() {
  std::string name = (std::filesystem::temp_directory_path() / "history-XXXXXX").string();
  path_ = mkdtemp(name.data());
}

Directory::~Directory() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

Options Directory::options() const {
  Options options;
  options.directory = path_;
  options.commit_interval = std::chrono::hours(1);
  return options;
}

std::vector<Interval> intervals_in(const std::string& path, TimeRange range) {
  std::vector<Interval> found;
  read_history(path).value()->intervals(range, [&](const Interval& one) { found.push_back(one); });
  return found;
}

std::vector<Outage> outages_in(const std::string& path, TimeRange range) {
  std::vector<Outage> found;
  read_history(path).value()->outages(range, [&](const Outage& one) { found.push_back(one); });
  return found;
}

std::vector<Quality> quality_in(const std::string& path, RollUp roll_up) {
  std::vector<Quality> found;
  read_history(path).value()->quality(roll_up, kAlways,
                                      [&](const Quality& one) { found.push_back(one); });
  return found;
}

}  // namespace commune::history::testing
