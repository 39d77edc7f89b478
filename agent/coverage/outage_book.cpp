#include "agent/coverage/outage_book.hpp"

#include <algorithm>
#include <ctime>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace commune::coverage {
namespace {

/// A blame that holds for less time, and for less than the one before it, is passing.
constexpr std::chrono::seconds kAftermath{60};

}  // namespace

std::string outage_id(const Subject& subject, LedgerTime start) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(start);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{}/{}/{:04}{:02}{:02}T{:02}{:02}{:02}Z", subject.site.value,
                     access_word(subject), utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

OutageBook::Share& OutageBook::Open::share_of(const Blame& blame) {
  const auto found = std::find_if(shares.begin(), shares.end(), [&](const Share& one) {
    return one.blame.root_device == blame.root_device && one.blame.cause == blame.cause;
  });
  return found != shares.end() ? *found : shares.emplace_back(Share{blame, Milliseconds(0)});
}

void OutageBook::begin(const Subject& subject, LedgerTime start, const Blame& blame) {
  Open open;
  open.outage.id = outage_id(subject, start);
  open.outage.subject = subject;
  open.outage.start = start;
  open.outage.cause = blame.cause;
  open.outage.root_device = blame.root_device;
  open.at_root = blame.at_root;
  open_.insert_or_assign(subject, std::move(open));
}

std::optional<OutageBook::Blame> OutageBook::go_on(const Subject& subject, const Blame& blame,
                                                   Milliseconds time) {
  const auto found = open_.find(subject);
  if (found == open_.end()) return std::nullopt;
  Open& open = found->second;
  const Blame shown{open.outage.cause, open.outage.root_device, open.at_root};
  const Milliseconds shown_for = open.share_of(shown).time;
  Share& share = open.share_of(blame);
  share.blame = blame;
  share.time += time;
  // A guess before all was asked, or what a mended line leaves for a moment.
  const bool passing = share.time < kAftermath && share.time < shown_for;
  if (passing) return shown;
  Outage& outage = open.outage;
  if (outage.cause != blame.cause || outage.root_device != blame.root_device) {
    outage.cause = blame.cause;
    outage.root_device = blame.root_device;
    open.changed = true;
  }
  open.at_root = blame.at_root;
  return blame;
}

std::optional<OutageBook::Blame> OutageBook::end(const Subject& subject, LedgerTime end) {
  const auto found = open_.find(subject);
  if (found == open_.end()) return std::nullopt;
  // Who took whom is settled while all are still open.
  choose_roots();
  Open& open = found->second;
  const auto longest =
      std::max_element(open.shares.begin(), open.shares.end(),
                       [](const Share& a, const Share& b) { return a.time < b.time; });
  Outage outage = std::move(open.outage);
  const Blame blame = longest == open.shares.end()
                          ? Blame{outage.cause, outage.root_device, open.at_root}
                          : longest->blame;
  outage.cause = blame.cause;
  outage.root_device = blame.root_device;
  outage.end = end;
  count(subject, outage.cause);
  changes_.push_back(std::move(outage));
  open_.erase(found);
  return blame;
}

void OutageBook::end_earlier(Outage outage, LedgerTime end) {
  outage.end = std::max(end, outage.start);
  count(outage.subject, outage.cause);
  changes_.push_back(std::move(outage));
}

void OutageBook::restore_counts(const std::vector<OutageCount>& counts) {
  for (const OutageCount& one : counts)
    counts_[one.subject][one.cause] += one.count;
}

void OutageBook::shift(Milliseconds by) {
  std::map<std::string, std::string> renamed;
  const auto move = [&](Outage& outage) {
    const std::string before = outage.id;
    outage.start += by;
    if (outage.end) *outage.end += by;
    outage.id = outage_id(outage.subject, outage.start);
    renamed[before] = outage.id;
  };
  for (Outage& outage : changes_)
    move(outage);
  for (auto& [subject, open] : open_) {
    move(open.outage);
    open.outage.root_outage.clear();
    open.changed = true;
  }
  for (Outage& outage : changes_)
    if (const auto found = renamed.find(outage.root_outage); found != renamed.end())
      outage.root_outage = found->second;
  choose_roots();
}

void OutageBook::clip(const Subject& subject, LedgerTime from) {
  const auto later = [&](Outage& outage) {
    if (outage.start >= from) return;
    const bool own_root = outage.is_root();
    outage.start = from;
    outage.id = outage_id(subject, from);
    if (own_root) outage.root_outage = outage.id;
  };
  std::erase_if(changes_, [&](const Outage& outage) {
    const bool before = outage.subject == subject && outage.end && *outage.end <= from;
    if (before) --counts_[subject][outage.cause];
    return before;
  });
  for (Outage& outage : changes_)
    if (outage.subject == subject) later(outage);
  if (const auto open = open_.find(subject); open != open_.end()) later(open->second.outage);
}

// What a root took with it and that outlasts it does not become a root by that.
bool OutageBook::keeps_root(const Open& open) const {
  const Outage& outage = open.outage;
  if (outage.root_outage.empty() || open.rooted_by != outage.root_device) return false;
  return std::none_of(open_.begin(), open_.end(), [&](const auto& other) {
    return other.second.outage.id == outage.root_outage;
  });
}

void OutageBook::choose_roots() {
  // Of the outages with one root device: the one at the device's own site, fibre before others,
  // then the earliest.
  const auto order = [](const Open* one) {
    return std::tuple(!one->at_root, one->outage.subject.access, one->outage.start,
                      one->outage.subject);
  };
  std::map<DeviceId, const Open*> chosen;
  for (const auto& [subject, open] : open_) {
    if (open.outage.root_device.empty() || keeps_root(open)) continue;
    const Open*& best = chosen[open.outage.root_device];
    if (best == nullptr || order(&open) < order(best)) best = &open;
  }
  for (auto& [subject, open] : open_) {
    if (keeps_root(open)) continue;
    const auto root = chosen.find(open.outage.root_device);
    const std::string& id = root == chosen.end() ? open.outage.id : root->second->outage.id;
    open.rooted_by = open.outage.root_device;
    if (open.outage.root_outage == id) continue;
    open.outage.root_outage = id;
    open.changed = true;
  }
}

std::vector<Outage> OutageBook::take_changes() {
  choose_roots();
  for (auto& [subject, open] : open_)
    if (std::exchange(open.changed, false)) changes_.push_back(open.outage);
  return std::exchange(changes_, {});
}

std::vector<Outage> OutageBook::open() const {
  std::vector<Outage> outages;
  for (const auto& [subject, open] : open_)
    outages.push_back(open.outage);
  std::sort(outages.begin(), outages.end(), [](const Outage& a, const Outage& b) {
    return std::tie(a.start, a.id) < std::tie(b.start, b.id);
  });
  for (Outage& root : outages)
    for (const auto& [subject, open] : open_)
      if (root.is_root() && open.outage.root_outage == root.id && open.outage.id != root.id)
        root.cut_off.push_back(subject);
  return outages;
}

std::vector<OutageCount> OutageBook::ended() const {
  std::vector<OutageCount> all;
  for (const auto& [subject, causes] : counts_)
    for (const auto& [cause, count] : causes)
      all.push_back({subject, cause, count});
  return all;
}

}  // namespace commune::coverage
