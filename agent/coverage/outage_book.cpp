#include "agent/coverage/outage_book.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/model/outage_id.hpp"

namespace commune::coverage {
namespace {

/// A blame that holds for less time than this, and for less than the one before it, is temporary.
constexpr std::chrono::seconds kAftermath{60};

}  // namespace

OutageBook::Share& OutageBook::Open::share_of(const Blame& blame) {
  const auto found = std::find_if(shares.begin(), shares.end(), [&](const Share& one) {
    return one.blame.root_device == blame.root_device && one.blame.cause == blame.cause;
  });
  return found != shares.end() ? *found : shares.emplace_back(Share{blame, Milliseconds(0)});
}

void OutageBook::open_outage(const Subject& subject, LedgerTime start, const Blame& blame) {
  Open open;
  open.outage.id = outage_id(subject, start);
  open.outage.subject = subject;
  open.outage.start = start;
  open.outage.cause = blame.cause;
  open.outage.root_device = blame.root_device;
  open.at_root = blame.at_root;
  open_.insert_or_assign(subject, std::move(open));
  roots_may_differ_ = true;
}

std::optional<OutageBook::Blame> OutageBook::continue_outage(const Subject& subject,
                                                             const Blame& blame,
                                                             Milliseconds time) {
  const auto found = open_.find(subject);
  if (found == open_.end()) return std::nullopt;
  Open& open = found->second;
  const Blame shown{open.outage.cause, open.outage.root_device, open.at_root};
  const Milliseconds shown_for = open.share_of(shown).time;
  Share& share = open.share_of(blame);
  share.blame = blame;
  share.time += time;
  // A guess before all devices were polled, or a short aftermath of a repaired line.
  const bool passing = share.time < kAftermath && share.time < shown_for;
  if (passing) return shown;
  Outage& outage = open.outage;
  if (outage.cause != blame.cause || outage.root_device != blame.root_device) {
    outage.cause = blame.cause;
    outage.root_device = blame.root_device;
    open.changed = true;
    roots_may_differ_ = true;
  }
  open.at_root = blame.at_root;
  return blame;
}

std::optional<OutageBook::Blame> OutageBook::close_outage(const Subject& subject, LedgerTime end) {
  const auto found = open_.find(subject);
  if (found == open_.end()) return std::nullopt;
  Open& open = found->second;
  const auto longest =
      std::max_element(open.shares.begin(), open.shares.end(),
                       [](const Share& a, const Share& b) { return a.time < b.time; });
  const Blame blame = longest == open.shares.end()
                          ? Blame{open.outage.cause, open.outage.root_device, open.at_root}
                          : longest->blame;
  roots_may_differ_ |= open.outage.root_device != blame.root_device;
  open.outage.cause = blame.cause;
  open.outage.root_device = blame.root_device;
  open.at_root = blame.at_root;
  open.outage.end = end;
  count(subject, blame.cause);
  ending_.push_back(std::move(open));
  open_.erase(found);
  return blame;
}

void OutageBook::close_earlier_outage(Outage outage, LedgerTime end) {
  outage.end = std::max(end, outage.start);
  count(outage.subject, outage.cause);
  changes_.push_back(std::move(outage));
}

void OutageBook::restore_counts(const std::vector<OutageCount>& counts) {
  for (const OutageCount& one : counts)
    ended_[one.subject][one.cause] += one.count;
}

void OutageBook::uncount(const Subject& subject, Cause cause) {
  auto& causes = ended_.at(subject);
  if (--causes.at(cause) == 0) causes.erase(cause);
}

void OutageBook::shift(Milliseconds by) {
  settle();
  move([&](Outage& outage) {
    outage.start += by;
    if (outage.end) *outage.end += by;
  });
}

void OutageBook::move(const std::function<void(Outage&)>& one) {
  std::map<std::string, std::string> renamed;
  const auto move_one = [&](Outage& outage) {
    const std::string before = outage.id;
    one(outage);
    outage.id = outage_id(outage.subject, outage.start);
    renamed[before] = outage.id;
  };
  for (Outage& outage : changes_)
    move_one(outage);
  for (auto& [subject, open] : open_) {
    move_one(open.outage);
    open.changed = true;
  }
  // An outage whose root no longer exists becomes its own root.
  const auto follow = [&](Outage& outage) {
    if (outage.root_outage.empty()) return;
    const auto found = renamed.find(outage.root_outage);
    outage.root_outage = found != renamed.end() ? found->second : outage.id;
  };
  for (Outage& outage : changes_)
    follow(outage);
  for (auto& [subject, open] : open_)
    follow(open.outage);
  roots_may_differ_ = true;
}

void OutageBook::clip(const std::map<Subject, TimeRange>& ranges) {
  settle();
  const auto outside = [&](const Outage& outage) {
    const auto found = ranges.find(outage.subject);
    return found != ranges.end() && outage.end.value_or(found->second.to) <= found->second.from;
  };
  for (const Outage& outage : changes_)
    if (outage.end && outside(outage)) uncount(outage.subject, outage.cause);
  std::erase_if(changes_, outside);
  std::erase_if(open_, [&](const auto& one) { return outside(one.second.outage); });
  move([&](Outage& outage) {
    const auto found = ranges.find(outage.subject);
    if (found != ranges.end()) outage.start = std::max(outage.start, found->second.from);
  });
}

void OutageBook::choose_roots() {
  std::vector<Open*> all;
  for (auto& [subject, open] : open_)
    all.push_back(&open);
  for (Open& open : ending_)
    all.push_back(&open);
  std::set<std::string_view> ids;
  for (const Open* one : all)
    ids.insert(one->outage.id);
  // A consequence that outlasts its root does not become a root.
  std::erase_if(all, [&](const Open* one) {
    return !one->outage.root_outage.empty() && one->rooted_by == one->outage.root_device &&
           !ids.contains(one->outage.root_outage);
  });
  // Order of outages with one root device: the one at the device's own site, fibre before others,
  // then the earliest.
  const auto order = [](const Open* one) {
    using Order = std::tuple<bool, std::optional<Access>, LedgerTime, const Subject&>;
    const Outage& outage = one->outage;
    return Order(!one->at_root, outage.subject.access, outage.start, outage.subject);
  };
  std::map<DeviceId, const Open*> chosen;
  for (const Open* one : all) {
    if (one->outage.root_device.empty()) continue;
    const Open*& best = chosen[one->outage.root_device];
    if (best == nullptr || order(one) < order(best)) best = one;
  }
  for (Open* one : all) {
    const auto root = chosen.find(one->outage.root_device);
    const std::string& id = root == chosen.end() ? one->outage.id : root->second->outage.id;
    one->rooted_by = one->outage.root_device;
    if (one->outage.root_outage == id) continue;
    one->outage.root_outage = id;
    one->changed = true;
  }
}

void OutageBook::settle() {
  if (std::exchange(roots_may_differ_, false)) choose_roots();
  for (Open& open : std::exchange(ending_, {}))
    changes_.push_back(std::move(open.outage));
}

std::vector<Outage> OutageBook::take_changes() {
  settle();
  for (auto& [subject, open] : open_)
    if (std::exchange(open.changed, false)) changes_.push_back(open.outage);
  return std::exchange(changes_, {});
}

std::vector<Outage> OutageBook::open() const {
  std::vector<Outage> outages;
  std::map<std::string_view, std::vector<Subject>> took;
  for (const auto& [subject, open] : open_) {
    outages.push_back(open.outage);
    if (!open.outage.is_root()) took[open.outage.root_outage].push_back(subject);
  }
  std::sort(outages.begin(), outages.end(), [](const Outage& a, const Outage& b) {
    return std::tie(a.start, a.id) < std::tie(b.start, b.id);
  });
  for (Outage& outage : outages)
    if (const auto found = took.find(outage.id); outage.is_root() && found != took.end())
      outage.cut_off = found->second;
  return outages;
}

std::map<Cause, std::uint64_t> OutageBook::ended(const Subject& subject) const {
  const auto found = ended_.find(subject);
  return found != ended_.end() ? found->second : std::map<Cause, std::uint64_t>{};
}

}  // namespace commune::coverage
